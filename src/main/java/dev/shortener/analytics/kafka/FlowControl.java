package dev.shortener.analytics.kafka;

import java.util.Set;
import java.util.stream.Collectors;

/**
 * Says which partitions must not be read for now. Confined to the consumer's context; plain Java.
 *
 * <p>A partition whose batches have to be tried again is not read on: what it holds already is what it may hold. That does not
 * stop the others, which have the whole of the {@link InFlightLimit} to themselves; only if such partitions hold as much again,
 * nothing is read at all. So no more than twice the limit is ever in flight, and one fetch.
 */
final class FlowControl {

    private final InFlightLimit limit;
    private final Assignment assignment;

    FlowControl(InFlightLimit limit, Assignment assignment) {
        this.limit = limit;
        this.assignment = assignment;
    }

    /** Partitions of the assignment that must not be read for now. */
    Set<PartitionIntake> closed() {
        Set<PartitionIntake> stuck =
                assignment.intakes().stream().filter(PartitionIntake::isStuck).collect(Collectors.toUnmodifiableSet());
        Load held = stuck.stream().map(PartitionIntake::inFlight).reduce(Load.NONE, Load::plus);
        return limit.hasRoomBeside(held) ? stuck : Set.copyOf(assignment.intakes());
    }
}
