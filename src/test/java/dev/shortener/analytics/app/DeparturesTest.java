package dev.shortener.analytics.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shortener.analytics.bus.Addresses;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is told to have left. */
class DeparturesTest {

    private final Vertx vertx = Vertx.vertx();
    private final List<String> told = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void a_node_that_was_there_and_is_not_is_told_once_and_nobody_else() {
        vertx.eventBus().<String>localConsumer(Addresses.DEPARTURES, left -> told.add(left.body()));
        Departures departures = new Departures(vertx.eventBus(), List.of("a", "b"));
        departures.look(List.of("a", "b", "c"));
        departures.look(List.of("a", "c"));
        departures.look(List.of("a", "c"));
        departures.look(List.of("a", "d"));
        await().until(() -> told.size() >= 2);
        assertThat(told).containsExactly("b", "c");
    }
}
