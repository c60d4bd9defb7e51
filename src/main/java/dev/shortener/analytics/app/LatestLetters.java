package dev.shortener.analytics.app;

import dev.shortener.analytics.event.Position;
import dev.shortener.analytics.event.TopicIdentity;
import dev.shortener.analytics.kafka.DeadLetter;
import java.util.HashMap;
import java.util.Map;

/**
 * Which dead letter of a record is its latest: the topic is only added to, and a record that was rejected again, or delivered again after
 * a crash, stands there several times. For one thread. About 150 bytes of memory for each record.
 */
final class LatestLetters {

    private final Map<Position, Place> latest = new HashMap<>();
    private final Map<TopicIdentity, TopicIdentity> topics = new HashMap<>();

    private record Place(int partition, long offset, int attempts, long time) {

        static Place of(DeadLetter letter) {
            return new Place(
                    letter.partition(),
                    letter.offset(),
                    letter.attempts(),
                    letter.time().toEpochMilli());
        }

        /** By attempts before time: clocks differ. */
        boolean isAfter(Place other) {
            if (attempts != other.attempts) {
                return attempts > other.attempts;
            }
            boolean sameTime = time == other.time && partition == other.partition;
            return sameTime ? offset > other.offset : time > other.time;
        }
    }

    /** Takes a dead letter into account; one without an origin is none of a known record. */
    void add(DeadLetter letter) {
        letter.origin()
                .ifPresent(origin ->
                        latest.merge(slim(origin), Place.of(letter), (one, other) -> other.isAfter(one) ? other : one));
    }

    /** Whether no later one of its record was added. */
    boolean isLatest(DeadLetter letter, Position origin) {
        return Place.of(letter).equals(latest.get(origin));
    }

    /** How many records there are. */
    int records() {
        return latest.size();
    }

    /** The same, with one topic in memory for all. */
    private Position slim(Position origin) {
        TopicIdentity topic = topics.computeIfAbsent(origin.topic(), same -> same);
        return new Position(topic, origin.partition(), origin.offset());
    }
}
