package dev.shortener.analytics.kafka;

import dev.shortener.analytics.event.TopicIdentity;
import dev.shortener.analytics.kafka.OffsetTracker.Span;
import dev.shortener.analytics.kafka.Stragglers.InFlight;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * One partition for as long as this member owns it. Confined to the consumer's context.
 *
 * <p>Each assignment gets an intake of its own: it is the epoch. What arrives for an intake that has been {@link #end ended}, an
 * outcome or a retry, is of an earlier epoch and is dropped, even if the same partition has come back since.
 */
final class PartitionIntake {

    /** How many spans, and how much they hold. Immutable. */
    record Underway(int spans, Load load) {}

    private record Opened(Instant at, Load load) {}

    private final TopicPartition partition;
    private final Future<TopicIdentity> topic;
    private final OffsetTracker tracker = new OffsetTracker();
    private final InstantSource clock;
    private final Map<Span, Opened> opened = new HashMap<>();
    private final Map<Span, Instant> sentAt = new HashMap<>();
    private Instant lastSentAt;
    private Instant newestSettled = Instant.EPOCH;
    private final Set<Span> triedAgain = new HashSet<>();
    private Load inFlight = Load.NONE;
    private long committed = -1;
    private boolean current = true;

    /**
     * @param partition which one
     * @param topic who the topic is at this assignment; records wait for it
     * @param clock says when a record was read
     */
    PartitionIntake(TopicPartition partition, Future<TopicIdentity> topic, InstantSource clock) {
        this.partition = partition;
        this.topic = topic;
        this.clock = clock;
        this.lastSentAt = clock.instant();
    }

    TopicPartition partition() {
        return partition;
    }

    Future<TopicIdentity> topic() {
        return topic;
    }

    /** Id of the topic; empty as long as it is not known. */
    String topicId() {
        TopicIdentity known = topic.result();
        return known == null ? "" : known.topicId();
    }

    /** Whether what arrives for this intake still counts. */
    boolean isCurrent() {
        return current;
    }

    /** From now on nothing that arrives for this intake counts. */
    void end() {
        current = false;
    }

    /** Whether a record at this offset continues what was read; false if the topic was truncated or made anew. */
    boolean follows(long offset) {
        return tracker.follows(offset);
    }

    /**
     * @param firstSentAt the timestamp of the first of these records
     * @param lastSentAt the timestamp of the last of them
     */
    Span open(long first, long last, Load load, Instant firstSentAt, Instant lastSentAt) {
        Span span = open(first, last, load);
        sentAt.put(span, firstSentAt);
        this.lastSentAt = lastSentAt;
        return span;
    }

    Span open(long first, long last, Load load) {
        Span span = tracker.open(first, last);
        opened.put(span, new Opened(clock.instant(), load));
        inFlight = inFlight.plus(load);
        return span;
    }

    /** It could not be settled, and is tried again. */
    void tryAgain(Span span) {
        triedAgain.add(span);
    }

    void settle(Span span, Load load) {
        tracker.settle(span);
        Opened settled = opened.remove(span);
        if (settled != null && settled.at().isAfter(newestSettled)) {
            newestSettled = settled.at();
        }
        sentAt.remove(span);
        triedAgain.remove(span);
        inFlight = inFlight.minus(load);
    }

    /** Whether something of it has to be tried again, and is not settled yet. */
    boolean isStuck() {
        return !triedAgain.isEmpty();
    }

    boolean isIdle() {
        return tracker.isIdle();
    }

    Load inFlight() {
        return inFlight;
    }

    /** What has been opened since then and is not settled. */
    Underway underway(Instant since) {
        int spans = 0;
        Load load = Load.NONE;
        for (Opened one : opened.values()) {
            if (one.at().isAfter(since)) {
                spans++;
                load = load.plus(one.load());
            }
        }
        return new Underway(spans, load);
    }

    /** When that was opened which was opened last of all that is settled; 1970 as long as nothing is. */
    Instant newestSettled() {
        return newestSettled;
    }

    /** The lowest record that is not settled; empty if all are. */
    Optional<InFlight> oldestInFlight() {
        return tracker.oldestOpen()
                .map(span -> new InFlight(
                        partition,
                        span.first(),
                        Objects.requireNonNull(opened.get(span)).at()));
    }

    /** Below it everything is settled; empty as long as nothing has been read. */
    OptionalLong settledPosition() {
        return tracker.oldestOpen().map(span -> OptionalLong.of(span.first())).orElseGet(tracker::safePosition);
    }

    /** When the oldest record was sent that is not settled; of one that has not been read, no later than it was. */
    Instant oldestUnsettledSince() {
        return tracker.oldestOpen().map(sentAt::get).orElse(lastSentAt);
    }

    /** The position to commit; empty if it is committed already. */
    OptionalLong uncommittedPosition() {
        OptionalLong safe = tracker.safePosition();
        return safe.isPresent() && safe.getAsLong() > committed ? safe : OptionalLong.empty();
    }

    void committed(long position) {
        committed = Math.max(committed, position);
    }
}
