package dev.shortener.analytics.kafka;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Knows which position of one partition may be committed: the lowest below which every record that was read is settled. Confined
 * to one thread; plain Java.
 *
 * <p>Records are tracked in spans, as they travel in batches. Spans are opened in the order of their offsets and settled in any
 * order. The offsets of a topic may have gaps (compaction, transaction markers): a position is always one past a record that was
 * read, and a gap needs no record of its own. Opening, settling and asking take constant time, spread over all calls, however
 * many spans are open.
 */
final class OffsetTracker {

    private final Deque<Span> open = new ArrayDeque<>();
    private long nextOffset = -1;
    private long safePosition = -1;

    /** Records from the first to the last offset that travel together, both included. */
    static final class Span {
        private final long first;
        private final long last;
        private boolean settled;

        private Span(long first, long last) {
            this.first = first;
            this.last = last;
        }

        long first() {
            return first;
        }

        long last() {
            return last;
        }
    }

    /**
     * Takes records into account from now on.
     *
     * @param first offset of the first record
     * @param last offset of the last record
     * @return what to settle once they are stored or rejected
     * @throws IllegalArgumentException if they do not lie above everything opened before, as after a reset of the position
     */
    Span open(long first, long last) {
        if (last < first || !follows(first)) {
            throw new IllegalArgumentException(
                    "span " + first + ".." + last + " must lie at or above offset " + nextOffset);
        }
        Span span = new Span(first, last);
        open.addLast(span);
        nextOffset = last + 1;
        return span;
    }

    /** Whether a record at this offset may be opened: false after the position was reset to where it has been before. */
    boolean follows(long offset) {
        return offset >= 0 && offset >= nextOffset;
    }

    /**
     * Every record of the span is durably in the table or acknowledged in the dead-letter topic.
     *
     * @throws IllegalStateException if it was settled before
     */
    void settle(Span span) {
        if (span.settled) {
            throw new IllegalStateException("span " + span.first + ".." + span.last + " is settled already");
        }
        span.settled = true;
        for (Span oldest = open.peekFirst(); oldest != null && oldest.settled; oldest = open.peekFirst()) {
            safePosition = oldest.last + 1;
            open.removeFirst();
        }
    }

    /** The position that may be committed; empty as long as nothing at the lower end is settled. It never falls. */
    OptionalLong safePosition() {
        return safePosition < 0 ? OptionalLong.empty() : OptionalLong.of(safePosition);
    }

    /** Whether everything that was opened is settled. */
    boolean isIdle() {
        return open.isEmpty();
    }

    /** The lowest of those that are not settled; empty if there is none. */
    Optional<Span> oldestOpen() {
        return Optional.ofNullable(open.peekFirst());
    }
}
