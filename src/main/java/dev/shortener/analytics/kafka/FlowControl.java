package dev.shortener.analytics.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/**
 * Says which partitions must not be read for now. Confined to the consumer's context; plain Java.
 *
 * <p>A partition whose batches have to be tried again is not read on: what it holds already is what it may hold. That does not
 * stop the others, which have the whole of the {@link InFlightLimit} to themselves. Nor does a batch that others have overtaken
 * by far, as it waits for user agents that are new. What all that may hold, the limit bounds too, so that no more than that is ever in
 * flight, and one fetch.
 */
final class FlowControl {

    /** Batches on their way to the database overtake each other by less: several connections write them. */
    private static final Duration FAR = Duration.ofMillis(500);

    private final InFlightLimit limit;
    private final Assignment assignment;

    FlowControl(InFlightLimit limit, Assignment assignment) {
        this.limit = limit;
        this.assignment = assignment;
    }

    /** Partitions of the assignment that must not be read for now. */
    Set<PartitionIntake> closed() {
        Set<PartitionIntake> stuck = new HashSet<>();
        for (PartitionIntake intake : assignment.intakes()) {
            if (intake.isStuck()) {
                stuck.add(intake);
            }
        }
        return limit.hasRoom() || limit.hasRoomBeside(inFlight(stuck), overtaken(stuck))
                ? stuck
                : Set.copyOf(assignment.intakes());
    }

    private static Load inFlight(Set<PartitionIntake> intakes) {
        return intakes.stream().map(PartitionIntake::inFlight).reduce(Load.NONE, Load::plus);
    }

    private Load overtaken(Set<PartitionIntake> stuck) {
        Instant far = newestSettled().minus(FAR);
        Load overtaken = Load.NONE;
        for (PartitionIntake intake : assignment.intakes()) {
            if (!stuck.contains(intake)) {
                overtaken = overtaken.plus(
                        intake.inFlight().minus(intake.underway(far).load()));
            }
        }
        return overtaken;
    }

    private Instant newestSettled() {
        Instant newest = Instant.EPOCH;
        for (PartitionIntake intake : assignment.intakes()) {
            newest = newest.isAfter(intake.newestSettled()) ? newest : intake.newestSettled();
        }
        return newest;
    }
}
