package dev.shortener.analytics.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shortener.analytics.http.live.LiveClick;
import dev.shortener.analytics.http.live.NewestClicks;
import dev.shortener.analytics.http.live.Watched;
import dev.shortener.analytics.store.ClickRow;
import dev.shortener.analytics.store.FakeClickTable;
import dev.shortener.analytics.store.FakeClickWriter;
import dev.shortener.analytics.store.OnContext;
import dev.shortener.analytics.store.TestClicks;
import dev.shortener.analytics.store.WriteResult;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WatchedWriterTest {

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final NewestClicks newest = new NewestClicks();
    private final WatchedWriter writer = OnContext.await(OnContext.call(
            context,
            () -> io.vertx.core.Future.succeededFuture(
                    new WatchedWriter(new FakeClickWriter(vertx, new FakeClickTable()), newest))));

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void nobody_watching_nothing_is_shown() {
        assertThat(write(TestClicks.row(1)).stored()).isEqualTo(1);

        assertThat(Watched.clicks(newest)).isEmpty();
    }

    @Test
    void the_newest_clicks_of_a_batch_are_shown_once_they_are_stored() {
        Watched.begin(newest);
        write(TestClicks.rows(0, 50).toArray(ClickRow[]::new));

        assertThat(Watched.clicks(newest)).hasSize(20).last().isEqualTo(shown(49));
    }

    @Test
    void a_batch_that_was_stored_before_is_not_shown_again() {
        write(TestClicks.row(1));
        Watched.begin(newest);
        assertThat(write(TestClicks.row(1)).duplicate()).isEqualTo(1);

        assertThat(Watched.clicks(newest)).isEmpty();
    }

    @Test
    void what_is_rejected_or_refused_is_not_shown() {
        Watched.begin(newest);
        assertThat(write(TestClicks.row(1), null, TestClicks.tooLong(2)).refused())
                .hasSize(1);

        assertThat(Watched.clicks(newest)).containsExactly(shown(1));
    }

    private static LiveClick shown(int number) {
        long noon = 1_762_516_800L;
        return new LiveClick("code" + number, noon + number, "DE", "Mobile", "google", "Search");
    }

    private WriteResult write(@Nullable ClickRow... rows) {
        List<@Nullable ClickRow> all = Arrays.asList(rows);
        return OnContext.await(OnContext.call(context, () -> writer.write(TestClicks.batch(0, all))));
    }
}
