package dev.shortener.analytics.app;

import dev.shortener.analytics.event.OffsetRange;
import org.jspecify.annotations.Nullable;

/**
 * One thing that an audit found off, or could not look at. Immutable.
 *
 * @param kind what sort of thing, in a word that stays the same
 * @param message for people, without place
 * @param topicId UUID of the topic as Kafka writes it; null where no topic is meant
 * @param partition null where no partition is meant
 * @param offsets null where no offsets are meant
 * @param deadLetter {@code partition:offset} in the dead-letter topic; null where none is meant
 */
record Discrepancy(
        String kind,
        String message,
        @Nullable String topicId,
        @Nullable Integer partition,
        @Nullable OffsetRange offsets,
        @Nullable String deadLetter) {

    /** Something of the books as a whole. */
    static Discrepancy of(String kind, String message) {
        return new Discrepancy(kind, message, null, null, null, null);
    }

    /** Something at a place of a topic. */
    static Discrepancy at(String kind, String topicId, int partition, OffsetRange offsets, String message) {
        return new Discrepancy(kind, message, topicId, partition, offsets, null);
    }

    Discrepancy withDeadLetter(String place) {
        return new Discrepancy(kind, message, topicId, partition, offsets, place);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        if (partition != null) {
            text.append("partition ").append(partition).append(' ');
        }
        if (offsets != null) {
            text.append(offsets.size() == 1 ? "offset " : "offsets ").append(offsets);
        }
        return text.append(text.isEmpty() ? "" : ": ").append(message).toString();
    }
}
