package dev.shortener.analytics.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shortener.analytics.support.Lab;
import dev.shortener.analytics.support.Servers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A network between the service and its database that loses answers, delays them, or loses the other end. */
class DatabaseNetworkFaultsIT {

    private static final int DROPPED = Scale.times(5, 30);

    private final Lab lab = new Lab().withTopic();
    private final TcpProxy proxy = TcpProxy.to(() -> Servers.postgres().port());

    @AfterEach
    void close() {
        proxy.close();
        lab.close();
    }

    @Test
    void reply_dropped_after_commit() throws Exception {
        Fault fault = dropped();
        try (Service service = start(Map.of());
                Experiment experiment = Experiment.on(lab, fault.name())
                        .controlledBy("with_random_ids_a_dropped_reply_is_counted_twice")) {
            experiment.endure(fault, service);
            assertThat(lab.number("SELECT sum(duplicate) FROM click_ledger"))
                    .as("rows that were written twice and are there once")
                    .isPositive();
        }
    }

    /** The control: with ids that do not come from where a record stands, the oracle must see rows too many. */
    @Test
    void with_random_ids_a_dropped_reply_is_counted_twice() throws Exception {
        lab.giveRandomIds();
        Fault fault = dropped().overWithin(Duration.ofSeconds(2));
        try (Service service = start(Map.of());
                Experiment experiment = Experiment.on(lab, "control of: " + fault.name())) {
            assertThat(service.isWithinBounds()).isTrue();
            assertThat(Oracle.complaints(experiment.evidenceOf(fault), Oracle.ALL))
                    .anyMatch(complaint -> complaint.startsWith(Law.NOTHING_TWICE.name()))
                    .anyMatch(complaint -> complaint.startsWith(Law.AUDIT_BALANCED.name()));
        }
    }

    @Test
    @Tag("chaos")
    void database_two_seconds_away() throws Exception {
        Fault fault = Fault.of(
                        "2 s database latency",
                        "batches wait, within bounds; more are under way at once, and none is given up")
                .lasting(Scale.seconds(8, 30))
                .injected(() -> proxy.delay(Duration.ofSeconds(2)))
                .healed(proxy::heal);
        try (Service service = start(Map.of("Batch.StatementTimeout", "10s"));
                Experiment experiment = Experiment.on(lab, fault.name())
                        .controlledBy("with_a_deadline_below_the_latency_nothing_gets_through")) {
            experiment.endure(fault, service);
        }
    }

    /** The control: with a deadline of one second every statement is given up, so the backlog must stay. */
    @Test
    @Tag("chaos")
    void with_a_deadline_below_the_latency_nothing_gets_through() throws Exception {
        Fault fault = Fault.of("2 s database latency, deadline of 1 s", "")
                .lasting(Duration.ofSeconds(5))
                .injected(() -> proxy.delay(Duration.ofSeconds(2)));
        try (Service service = start(Map.of("Batch.StatementTimeout", "1s", "Batch.DrainTimeout", "1s"));
                Experiment experiment = Experiment.on(lab, "control of: " + fault.name())) {
            Evidence evidence = experiment.evidenceOf(fault.overWithin(Duration.ofSeconds(1)));
            assertThat(service.isWithinBounds()).isTrue();
            assertThat(experiment.backlog().records())
                    .isGreaterThan(2L * experiment.load().perSecond());
            assertThat(Oracle.complaints(evidence, Oracle.ALL))
                    .anyMatch(complaint -> complaint.startsWith(Law.NOTHING_LOST.name()));
        }
    }

    @Test
    @Tag("chaos")
    void half_open_connection_to_the_database() throws Exception {
        Fault fault = Fault.of(
                        "half-open connection (database)",
                        "the statement's own deadline closes the connection, the next one works")
                .lasting(Scale.seconds(1, 10))
                .injected(proxy::loseOtherEnds)
                .healed(() -> {});
        try (Service service = start(Map.of());
                Experiment experiment = Experiment.on(lab, fault.name())
                        .controlledBy("without_a_deadline_a_half_open_connection_stops_it_for_ever")) {
            experiment.endure(fault, service);
        }
    }

    /** The control: with a deadline of ten minutes, which is none here, the backlog must stay. */
    @Test
    @Tag("chaos")
    void without_a_deadline_a_half_open_connection_stops_it_for_ever() throws Exception {
        Fault fault = Fault.of("half-open, no deadline", "")
                .lasting(Duration.ofSeconds(3))
                .injected(proxy::loseOtherEnds)
                .overWithin(Duration.ofSeconds(15));
        try (Service service = start(Map.of("Batch.StatementTimeout", "10m", "Batch.DrainTimeout", "1s"));
                Experiment experiment = Experiment.on(lab, "control of: " + fault.name())) {
            Evidence evidence = experiment.evidenceOf(fault);
            assertThat(service.isWithinBounds()).isTrue();
            assertThat(experiment.backlog().records()).isPositive();
            assertThat(Oracle.complaints(evidence, Oracle.ALL))
                    .anyMatch(complaint -> complaint.startsWith(Law.NOTHING_LOST.name()));
        }
    }

    private Fault dropped() {
        return Fault.of(
                        "reply dropped after COMMIT",
                        "the outcome is unknown, the batch is written again, and its rows are there already")
                .injected(() -> {
                    proxy.dropReplies(DROPPED);
                    await().atMost(Duration.ofSeconds(60)).until(() -> proxy.repliesDropped() >= DROPPED);
                })
                .healed(proxy::heal);
    }

    private Service start(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(more);
        settings.put(
                "DataSource", lab.database().replace(":" + Servers.postgres().port() + "/", ":" + proxy.port() + "/"));
        return ServiceHere.start(lab, settings);
    }
}
