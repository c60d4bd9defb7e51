package dev.shortener.analytics.app;

import dev.shortener.analytics.config.EnrichConfig;
import dev.shortener.analytics.kafka.TopicScan;
import dev.shortener.analytics.kafka.TopicScan.Stretch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Decides where in the topic to begin, and says what is not looked at. For one thread. */
final class ReenrichNotes {

    private final ReenrichWindow window;
    private final TopicScan scan;
    private long leftOut;

    ReenrichNotes(ReenrichWindow window, TopicScan scan) {
        this.window = window;
        this.scan = scan;
    }

    /**
     * Goes to where the first of the clicks may stand.
     *
     * @param fromBeginning whether the timestamps of records are not to be believed
     */
    void start(boolean fromBeginning) {
        leftOut = fromBeginning ? 0 : scan.skipTo(window.earliestTimestamp());
    }

    /** One sentence each. */
    List<String> end(EnrichConfig enrich, Reenrichment done) {
        List<String> notes = new ArrayList<>();
        if (!done.isComplete()) {
            notes.add("stopped before all was read: what has been changed stays changed, run it again for the rest");
        }
        addExpired(notes);
        if (leftOut > 0) {
            notes.add(
                    number(leftOut) + " offsets are left out, as by their timestamps their records were written before "
                            + window.earliestTimestamp() + "; --from-beginning reads them too");
        }
        if (enrich.geoIpDbPath() == null) {
            notes.add("GeoIPDbPath is not set: country_code, region and city are left as they are");
        }
        if (done.counts().refused() > 0) {
            notes.add("the database refuses what " + number(done.counts().refused())
                    + " rows should be: they are as they were");
        }
        return notes;
    }

    private void addExpired(List<String> notes) {
        List<Stretch> cut = scan.stretches().stream().filter(this::isCut).toList();
        if (!cut.isEmpty()) {
            notes.add("the topic no longer holds the first "
                    + number(cut.stream().mapToLong(Stretch::first).sum())
                    + " offsets of " + cut.size() + " of its "
                    + scan.stretches().size() + " partitions: rows of clicks from before "
                    + oldestLeft(cut) + " are partly left as they are");
        }
        if (scan.expired() > 0) {
            notes.add(number(scan.expired()) + " offsets went out of the topic's retention before they were read");
        }
    }

    /** Whether retention has taken records that may have held clicks of the window. */
    private boolean isCut(Stretch stretch) {
        Instant oldest = stretch.oldest();
        return stretch.first() > 0 && (oldest == null || oldest.isAfter(window.earliestTimestamp()));
    }

    private static String oldestLeft(List<Stretch> cut) {
        return cut.stream()
                .map(Stretch::oldest)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .map(Instant::toString)
                .orElse("now");
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
