package dev.shortener.analytics.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shortener.analytics.support.Lab;
import dev.shortener.analytics.support.ServiceFile;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the command says of events made on the command line, and of dead letters on a real broker. */
class ExplainCommandIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void an_event_of_options_is_explained_for_people_and_for_programs() {
        assertThat(run(
                        "explain",
                        "--geoip",
                        "data/country.mmdb",
                        "--ip",
                        "81.2.69.142",
                        "--user-agent",
                        "HeadlessChrome",
                        "--referer",
                        "https://t.co/x"))
                .isZero();
        assertThat(out.toString())
                .containsPattern("country_code +GB +country database, .* built ")
                .containsPattern("device_type +Bot +agents.tsv, headless: browsers without a window")
                .containsPattern("traffic_channel +Social +\\w")
                .containsPattern("(?m)^lists +agents.tsv=[0-9a-f]{16}$")
                .doesNotContain("81.2.69");

        out.getBuffer().setLength(0);
        assertThat(run("explain", "--json", "--user-agent", "HeadlessChrome")).isZero();
        JsonObject json = new JsonObject(out.toString());
        assertThat(json.getJsonObject("columns").getJsonObject("device_type").getJsonObject("decided_by"))
                .isEqualTo(new JsonObject()
                        .put("step", "agents.tsv")
                        .put("rule", "headless")
                        .put("value", "Bot")
                        .put("reason", "browsers without a window are driven by programs"));
        assertThat(json.getJsonObject("version").getJsonObject("lists").fieldNames())
                .containsExactlyInAnyOrder(
                        "agents.tsv",
                        "crawlers.json",
                        "devices.tsv",
                        "referrers.json",
                        "remainders.tsv",
                        "source-names.tsv",
                        "sources.tsv");
    }

    @Test
    void what_stands_in_an_event_cannot_steer_the_terminal() {
        assertThat(run("explain", "--user-agent", "Mozilla\u001b[2J", "--sec-ch-ua", "x"))
                .isZero();
        assertThat(out.toString()).doesNotContain("\u001b");
    }

    @Test
    void a_dead_letter_is_read_from_its_topic_and_its_rejection_explained() throws IOException {
        try (Lab lab = new Lab().withTopic()) {
            String invalid = "{\"short_code\":\"abc\",\"timestamp\":1,\"event_id\":\"e1\"}";
            lab.send(List.of(invalid));
            RunningPipeline pipeline = RunningPipeline.start(lab.config(Map.of()));
            await().atMost(SOON).until(() -> lab.committed() == 1);
            pipeline.stop();
            ConsumerRecord<byte[], byte[]> letter = lab.deadLetters(1).get(0);
            String conf = ServiceFile.of(lab, folder, "").toString();

            assertThat(run("explain", "-conf", conf, "--dead-letter", letter.partition() + ":" + letter.offset()))
                    .as(err.toString())
                    .isZero();
            assertThat(out.toString())
                    .containsPattern("dlq.origin.topic +" + lab.topic())
                    .containsPattern("dlq.reason +out_of_range")
                    .containsPattern("rejected +out_of_range +timestamp \"1\"");

            assertThat(run("explain", "-conf", conf, "--dead-letter", letter.partition() + ":77"))
                    .isEqualTo(1);
            assertThat(err.toString())
                    .contains("there is no offset 77 in partition " + letter.partition())
                    .contains("it holds offsets 0 to 0");
            assertThat(run("explain", "-conf", conf, "--dead-letter", "99:0")).isEqualTo(1);
            assertThat(err.toString()).contains("there is no partition 99");
        }
    }

    @Test
    void a_place_that_is_none_and_a_list_that_is_none_are_status_2() throws IOException {
        assertThat(run("explain", "--dead-letter", "x")).isEqualTo(2);
        assertThat(err.toString()).contains("--dead-letter 'x' is no place; allowed: PARTITION:OFFSET");

        Files.writeString(
                folder.resolve("devices.tsv"),
                "# ids\nphone\tX\tPhone\twhy\tX\nshort\tX\nopen\t/(/\tMobile\twhy\tX\nlost\tfoo\tMobile\twhy\tbar\n");
        assertThat(run("explain", "--rules", folder.toString(), "--ip", "1.1.1.1"))
                .isEqualTo(2);
        assertThat(err.toString())
                .contains("devices.tsv line 2: rule phone: 'Phone' is no verdict here; allowed: Desktop, Mobile")
                .contains("devices.tsv line 3: it has 2 columns; allowed: 5, parted by tabs")
                .contains("devices.tsv line 4: the pattern '(' is no expression")
                .contains("devices.tsv line 5: rule lost: its pattern is not in its example");
    }

    @Test
    void a_list_of_the_operators_goes_before_the_one_in_the_jar() throws IOException {
        Path list = folder.resolve("devices.tsv");
        Files.writeString(list, "desk-is-tv\tWindows NT\tTV\tfor a test\tWindows NT\n");
        String windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
                + " Chrome/120.0.0.0 Safari/537.36";

        assertThat(run("explain", "--rules", list.toString(), "--user-agent", windows))
                .isZero();
        assertThat(out.toString()).containsPattern("device_type +TV +devices.tsv, desk-is-tv: for a test");
    }

    @Test
    void check_tries_the_lists_too() throws IOException {
        Path next = Files.createDirectory(folder.resolve("next"));
        Files.writeString(next.resolve("sources.tsv"), "a.example\ta\tNews\n");
        try (Lab lab = new Lab().withTopic()) {
            assertThat(run("check", "-conf", ServiceFile.of(lab, folder, ""))).isZero();
            assertThat(out.toString()).containsPattern("ok +lists +agents.tsv=[0-9a-f]{16} crawlers.json=");
            out.getBuffer().setLength(0);
            assertThat(run("check", "-conf", ServiceFile.of(lab, folder, "Enrich: {Shadow: '" + next + "'}")))
                    .isEqualTo(1);
            assertThat(out.toString())
                    .containsPattern(
                            "FAIL +lists +Enrich.Shadow: .*sources.tsv line 1: 'News' is no channel; mend: allowed: ");
        }
    }

    private int run(String... arguments) {
        CommandLine command = Main.commandLine();
        command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return command.execute(arguments);
    }
}
