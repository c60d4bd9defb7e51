package dev.shortener.analytics.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shortener.analytics.support.Guarantee;
import dev.shortener.analytics.support.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What {@code docs/SIZING.md} does to the table of clicks leaves everything as it was. */
class PartitionedTableIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Pattern SQL = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL);
    private static final String COUNTED = "SELECT coalesce(sum(clicks), 0) FROM click_totals WHERE short_code = ''";
    private static final String BEFORE = "SELECT count(*) FROM ONLY clicks_before";

    private final Lab lab = new Lab().withTopic();
    private final List<RunningPipeline> running = new ArrayList<>();

    @AfterEach
    void close() {
        running.forEach(RunningPipeline::stop);
        lab.close();
    }

    @Test
    void clicks_go_to_the_partition_of_their_month_and_are_counted_and_recognised_as_before() throws IOException {
        lab.send(Lab.events(0, 1_000));
        RunningPipeline first = start(Map.of());
        await().atMost(SOON).until(() -> lab.committed() == 1_000);
        first.stop();

        partition();
        long thisMonth = Instant.now().getEpochSecond();
        lab.execute("ALTER TABLE clicks DETACH PARTITION clicks_before");
        lab.execute(
                "CREATE TABLE clicks_now PARTITION OF clicks"
                        + " FOR VALUES FROM (click_id_from(date_trunc('month', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC'))"
                        + " TO (click_id_from((date_trunc('month', now() AT TIME ZONE 'UTC') + INTERVAL '1 month') AT TIME ZONE 'UTC'))");
        lab.execute("ALTER TABLE clicks ATTACH PARTITION clicks_before DEFAULT");
        List<String> later = new ArrayList<>(Lab.events(1_000, 1_000));
        List<String> codes = new ArrayList<>(lab.codes(0, 2_000));
        later.add(Lab.event("now", thisMonth));
        codes.add("now");
        lab.send(later);
        start(Map.of());

        await().atMost(SOON).until(() -> lab.committed() == 2_001);
        Guarantee.checkAll(codes, lab.rowsByCode());
        assertThat(lab.number(BEFORE)).isEqualTo(2_000);
        assertThat(lab.number("SELECT count(*) FROM clicks_now")).isEqualTo(1);
        await().atMost(SOON).until(() -> lab.number(COUNTED) == 2_001);

        start(Map.of("Group", lab.group() + "-again"));
        await().atMost(SOON).until(() -> lab.number("SELECT sum(duplicate) FROM click_ledger") == 2_001);
        Guarantee.checkAll(codes, lab.rowsByCode());
        assertThat(lab.number(COUNTED)).isEqualTo(2_001);
    }

    private void partition() throws IOException {
        String page = Files.readString(Path.of("docs", "SIZING.md"));
        List<String> blocks =
                SQL.matcher(page).results().map(found -> group(found)).toList();
        assertThat(blocks).hasSize(1);
        lab.execute(blocks.get(0));
    }

    private static String group(MatchResult found) {
        return found.group(1);
    }

    private RunningPipeline start(Map<String, String> overrides) {
        RunningPipeline pipeline = RunningPipeline.start(lab.config(overrides));
        running.add(pipeline);
        return pipeline;
    }
}
