package dev.shortener.analytics.app;

import dev.shortener.analytics.kafka.DeadLetter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Counts dead letters. For one thread. */
final class DeadLetterCounts {

    /**
     * What is counted together.
     *
     * @param hour when its dead letters were written
     * @param field empty if the whole record is at fault
     */
    record Sort(Instant hour, String reason, String field) implements Comparable<Sort> {

        private static final Comparator<Sort> ORDER =
                Comparator.comparing(Sort::hour).thenComparing(Sort::reason).thenComparing(Sort::field);

        @Override
        public int compareTo(Sort other) {
            return ORDER.compare(this, other);
        }
    }

    /**
     * How many there are of a sort.
     *
     * @param last place of one of them, the last that was read
     */
    record Tally(long letters, DeadLetterPlace last) {

        private static Tally sum(Tally one, Tally later) {
            return new Tally(one.letters + later.letters, later.last);
        }
    }

    private final Map<Sort, Tally> sorts = new TreeMap<>();
    private final LatestLetters latest = new LatestLetters();
    private long letters;
    private long parked;
    private long truncated;
    private long encrypted;
    private long withoutOrigin;
    private @Nullable Instant first;
    private @Nullable Instant last;

    void add(DeadLetter letter) {
        letters++;
        Instant hour = letter.time().truncatedTo(ChronoUnit.HOURS);
        DeadLetterPlace place = new DeadLetterPlace(letter.partition(), letter.offset());
        sorts.merge(new Sort(hour, letter.reason(), letter.field().orElse("")), new Tally(1, place), Tally::sum);
        latest.add(letter);
        parked += letter.isParked() ? 1 : 0;
        truncated += letter.fullLength().isPresent() ? 1 : 0;
        encrypted += letter.keyId().isPresent() ? 1 : 0;
        withoutOrigin += letter.origin().isEmpty() ? 1 : 0;
        first = first == null || letter.time().isBefore(first) ? letter.time() : first;
        last = last == null || letter.time().isAfter(last) ? letter.time() : last;
    }

    /** Counts by hour, reason and field, in this order. */
    Map<Sort, Tally> sorts() {
        return sorts;
    }

    /** Sums of what is the same in one respect, in its order. */
    <K extends Comparable<K>> Map<K, Tally> by(Function<Sort, K> respect) {
        Map<K, Tally> sums = new TreeMap<>();
        sorts.forEach((sort, tally) -> sums.merge(respect.apply(sort), tally, Tally::sum));
        return sums;
    }

    long letters() {
        return letters;
    }

    /** Different records that are known by their origin. */
    long records() {
        return latest.records();
    }

    long parked() {
        return parked;
    }

    long truncated() {
        return truncated;
    }

    long encrypted() {
        return encrypted;
    }

    long withoutOrigin() {
        return withoutOrigin;
    }

    /** When the first was written; null without any. */
    @Nullable
    Instant first() {
        return first;
    }

    /** When the last was written; null without any. */
    @Nullable
    Instant last() {
        return last;
    }
}
