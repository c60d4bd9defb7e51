package dev.shortener.analytics.kafka;

import dev.shortener.analytics.kafka.PartitionIntake.Underway;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;

/**
 * Makes batches as large as the database is slow. Each is a statement and a commit of its own, so that thousands of small ones a second
 * queue where a few larger ones do not: while some are under way, the next poll had better wait until one of them is done, and
 * bring all that has come meanwhile. Where clicks come slowly, or batches are large anyway, nothing waits.
 *
 * <p>Confined to the consumer's context; plain Java.
 */
final class Gathering {

    /** One is written while the next one is made. */
    private static final int BATCHES = 2;

    /** A batch is large that has this part of the records that it may have. */
    private static final int LARGE_PART = 4;

    /** What is under way for longer waits for something else, as user agents that are new, and holds nobody up. */
    private static final Duration PATIENCE = Duration.ofMillis(100);

    private final int largeBatch;
    private final InstantSource clock;

    /**
     * @param maxRecords most records of a batch
     * @param clock the one by which intakes say when a batch was read
     */
    Gathering(int maxRecords, InstantSource clock) {
        this.largeBatch = maxRecords / LARGE_PART;
        this.clock = clock;
    }

    /** Whether so much is under way, in batches so small, that the next poll had better wait for some of it. */
    boolean isWorthIt(Collection<PartitionIntake> intakes) {
        Instant since = clock.instant().minus(PATIENCE);
        int batches = 0;
        long records = 0;
        for (PartitionIntake intake : intakes) {
            if (!intake.isStuck()) {
                Underway underway = intake.underway(since);
                batches += underway.spans();
                records += underway.load().records();
            }
        }
        return batches >= BATCHES && records < (long) batches * largeBatch;
    }
}
