package dev.shortener.analytics.kafka;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;

/**
 * Names the records that have been in flight for too long: their partitions stand still, whatever the reason. Thread-safe.
 *
 * <p>Members report, anybody asks. What a member reported last counts until it reports again, so that one whose event loop is stuck
 * does not pass for a healthy one.
 */
public final class Stragglers {

    /** A batch takes milliseconds, and a database that is restarted is back in less. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private final InstantSource clock;
    private final Map<Integer, List<InFlight>> oldestByMember = new ConcurrentHashMap<>();

    /**
     * The lowest record of a partition that is neither stored nor dead-lettered. Immutable.
     *
     * @param partition where it stands
     * @param offset in the partition; of the first record of its batch
     * @param since when it was read
     */
    record InFlight(TopicPartition partition, long offset, Instant since) {}

    public Stragglers(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Replaces what the member reported before.
     *
     * @param member number of the member in this process, from 0
     * @param oldest one of each of its partitions that has any
     */
    void report(int member, Collection<InFlight> oldest) {
        oldestByMember.put(member, List.copyOf(oldest));
    }

    /** The member is no more: its partitions go to others. */
    void forget(int member) {
        oldestByMember.remove(member);
    }

    /** One sentence for each partition whose oldest record is late; empty if none is. */
    public List<String> problems() {
        Instant now = clock.instant();
        return oldestByMember.values().stream()
                .flatMap(List::stream)
                .filter(record -> record.since().plus(PATIENCE).isBefore(now))
                .sorted(Comparator.comparing(InFlight::since))
                .map(record -> sentence(record, now))
                .toList();
    }

    private static String sentence(InFlight late, Instant now) {
        return "topic=" + late.partition().topic() + " partition="
                + late.partition().partition() + " offset="
                + late.offset() + " has been in flight for "
                + Duration.between(late.since(), now).toSeconds() + " s";
    }
}
