package dev.shortener.analytics.kafka;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;

/**
 * Says which partitions must not be read for now. Confined to the consumer's context; plain Java.
 *
 * <p>A partition whose batches have to be tried again is not read on: what it holds already is what it may hold. That does not
 * stop the others, which have the whole of the {@link InFlightLimit} to themselves. Nor does what has been under way for long, as it
 * waits for user agents that are new, or for a database that stands still. What all that may hold, the limit bounds too, so that
 * no more than that is ever in flight, and one fetch.
 */
final class FlowControl {

    /** A batch on its way to the database is written in less, however busy it is. */
    private static final Duration LONG = Duration.ofMillis(500);

    private final InFlightLimit limit;
    private final Assignment assignment;
    private final InstantSource clock;

    /**
     * @param clock the one by which intakes say when a batch was read
     */
    FlowControl(InFlightLimit limit, Assignment assignment, InstantSource clock) {
        this.limit = limit;
        this.assignment = assignment;
        this.clock = clock;
    }

    /** Partitions of the assignment that must not be read for now. */
    Set<PartitionIntake> closed() {
        Set<PartitionIntake> stuck = new HashSet<>();
        Load waiting = Load.NONE;
        Instant since = clock.instant().minus(LONG);
        for (PartitionIntake intake : assignment.intakes()) {
            if (intake.isStuck()) {
                stuck.add(intake);
                waiting = waiting.plus(intake.inFlight());
            } else {
                waiting = waiting.plus(
                        intake.inFlight().minus(intake.underway(since).load()));
            }
        }
        return limit.hasRoomBeside(waiting) ? stuck : Set.copyOf(assignment.intakes());
    }
}
