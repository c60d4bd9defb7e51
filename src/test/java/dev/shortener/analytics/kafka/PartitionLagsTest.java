package dev.shortener.analytics.kafka;

import static dev.shortener.analytics.kafka.TestPartitions.FIRST;
import static dev.shortener.analytics.kafka.TestPartitions.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.shortener.analytics.kafka.OffsetTracker.Span;
import dev.shortener.analytics.metrics.MemberLoad.PartitionLag;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class PartitionLagsTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final Load TWO = new Load(2, 20);

    private final Assignment assignment = TestPartitions.both(() -> NOW);
    private final UnreadRecords unread = new UnreadRecords();
    private final Map<TopicPartition, Long> ends = new HashMap<>();
    private final PartitionLags lags = new PartitionLags(assignment, unread, this::ends, () -> NOW);

    private Future<Map<TopicPartition, Long>> ends(Collection<TopicPartition> asked) {
        return ends.keySet().containsAll(asked)
                ? Future.succeededFuture(Map.copyOf(ends))
                : Future.failedFuture("no answer");
    }

    @Test
    void nothing_in_flight_and_nothing_unread_is_no_lag() {
        assertThat(lagOf(FIRST)).isEqualTo(new PartitionLag(0, 0, 0));
    }

    @Test
    void what_is_in_flight_counts_and_is_as_old_as_its_first_record() {
        Span older = opened(10, 11, NOW.minusSeconds(90));
        opened(12, 13, NOW.minusSeconds(3));
        assertThat(lagOf(FIRST)).isEqualTo(new PartitionLag(0, 4, 90));

        assignment.require(FIRST).settle(older, TWO);
        assertThat(lagOf(FIRST)).isEqualTo(new PartitionLag(0, 2, 3));
        assertThat(lagOf(SECOND)).isEqualTo(new PartitionLag(1, 0, 0));
    }

    @Test
    void what_the_consumer_has_not_read_counts_too() {
        try (MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest")) {
            consumer.assign(Set.of(FIRST));
            consumer.updateBeginningOffsets(Map.of(FIRST, 10L));
            consumer.updateEndOffsets(Map.of(FIRST, 17L));
            consumer.addRecord(record(10));
            consumer.poll(java.time.Duration.ZERO);
            unread.noteIfDue(consumer);
        }
        opened(10, 10, NOW.minusSeconds(5));

        assertThat(lagOf(FIRST).records()).isEqualTo(6 + 2);
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset) {
        return new ConsumerRecord<>(FIRST.topic(), FIRST.partition(), offset, null, new byte[1]);
    }

    /** The consumer hears nothing new of it. */
    @Test
    void of_a_paused_partition_the_brokers_say_how_much_has_come_since() {
        opened(10, 11, NOW.minusSeconds(90));
        ends.putAll(Map.of(FIRST, 1_010L, SECOND, 0L));
        lags.askBrokers();
        assertThat(lagOf(FIRST)).isEqualTo(new PartitionLag(0, 1_000, 90));

        ends.clear();
        lags.askBrokers();
        assertThat(lagOf(FIRST).records())
                .as("while they give no answer, the last one counts")
                .isEqualTo(1_000);
    }

    private Span opened(long first, long last, Instant sentAt) {
        return assignment.require(FIRST).open(first, last, TWO, sentAt, sentAt);
    }

    private PartitionLag lagOf(TopicPartition partition) {
        Optional<PartitionLag> lag = lags.load(Load.NONE).lags().stream()
                .filter(of -> of.partition() == partition.partition())
                .findFirst();
        return lag.orElseThrow();
    }
}
