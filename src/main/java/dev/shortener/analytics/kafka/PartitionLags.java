package dev.shortener.analytics.kafka;

import dev.shortener.analytics.metrics.MemberLoad;
import dev.shortener.analytics.metrics.MemberLoad.PartitionLag;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;

/**
 * Knows how far the partitions of one member are behind. Confined to the consumer's context.
 *
 * <p>Two figures are known of a partition, neither of them too high: what the consumer has not read, which is stale while the
 * partition is paused, and where the partition ends less where it is settled, which is as old as the last answer of the brokers. The
 * higher one counts.
 */
final class PartitionLags {

    private final Assignment assignment;
    private final UnreadRecords unread;
    private final Function<Collection<TopicPartition>, Future<Map<TopicPartition, Long>>> brokers;
    private final InstantSource clock;
    private Map<TopicPartition, Long> ends = Map.of();
    private boolean asking;

    /**
     * @param unread what the consumer knows
     * @param brokers say where partitions end
     * @param clock says how late it is
     */
    PartitionLags(
            Assignment assignment,
            UnreadRecords unread,
            Function<Collection<TopicPartition>, Future<Map<TopicPartition, Long>>> brokers,
            InstantSource clock) {
        this.assignment = assignment;
        this.unread = unread;
        this.brokers = brokers;
        this.clock = clock;
    }

    /** Asks the brokers where the partitions end, unless they still owe an answer; while they give none, the last one counts. */
    void askBrokers() {
        if (asking || assignment.partitions().isEmpty()) {
            return;
        }
        asking = true;
        brokers.apply(assignment.partitions())
                .onSuccess(answer -> ends = answer)
                .onComplete(done -> asking = false);
    }

    /**
     * @param inFlight of all partitions of this member
     */
    MemberLoad load(Load inFlight) {
        Instant now = clock.instant();
        return new MemberLoad(
                inFlight.records(),
                inFlight.bytes(),
                assignment.intakes().stream().map(intake -> lag(intake, now)).toList());
    }

    private PartitionLag lag(PartitionIntake intake, Instant now) {
        TopicPartition partition = intake.partition();
        long held = intake.inFlight().records() + unread.of(partition).orElse(0);
        long unsettled = intake.settledPosition().stream()
                .map(position -> ends.getOrDefault(partition, position) - position)
                .findFirst()
                .orElse(0);
        long records = Math.max(held, unsettled);
        Duration age = records == 0 ? Duration.ZERO : Duration.between(intake.oldestUnsettledSince(), now);
        return new PartitionLag(partition.partition(), records, Math.max(0, age.toMillis()) / 1_000.0);
    }
}
