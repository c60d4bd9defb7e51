package dev.shortener.analytics.app;

import dev.shortener.analytics.bus.RecordBatch;
import dev.shortener.analytics.event.Position;
import dev.shortener.analytics.event.RawRecord;
import dev.shortener.analytics.kafka.TopicScan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongConsumer;

/** Which records have a dead letter, by where they first stood. Immutable once made; holds no content. */
final class DeadLetterIndex {

    private final Map<Origin, Letters> letters = new LinkedHashMap<>();
    private final List<String> foreign = new ArrayList<>();
    private Instant lostBefore = Instant.MIN;
    private long read;

    /**
     * Where a record first stood, without what is the same for all.
     *
     * @param topicId UUID of its topic as Kafka writes it
     */
    record Origin(String topicId, int partition, long offset) {

        static Origin of(Position position) {
            return new Origin(position.topic().topicId(), position.partition(), position.offset());
        }
    }

    /**
     * The dead letters of one record.
     *
     * @param place of the first, as {@code partition:offset}
     * @param count more than one if it was sent again
     */
    record Letters(String place, int count) {}

    private DeadLetterIndex() {}

    /** Of a topic that is not there. */
    static DeadLetterIndex empty() {
        return new DeadLetterIndex();
    }

    /**
     * @param scan of the dead-letter topic, from its beginning
     * @param progress told how many have been read
     */
    static DeadLetterIndex read(TopicScan scan, LongConsumer progress) {
        DeadLetterIndex index = new DeadLetterIndex();
        Optional<RecordBatch> batch = scan.next();
        while (batch.isPresent()) {
            for (RawRecord letter : batch.get().records()) {
                index.add(batch.get().partition(), letter);
            }
            progress.accept(index.read);
            batch = scan.next();
        }
        index.lostBefore = scan.expired() > 0 ? Instant.MAX : lostBefore(scan.stretches());
        return index;
    }

    private void add(int partition, RawRecord letter) {
        read++;
        String place = partition + ":" + letter.offset();
        if (letter.origin() == null) {
            foreign.add(place);
        } else {
            letters.merge(
                    Origin.of(letter.origin()),
                    new Letters(place, 1),
                    (first, again) -> new Letters(first.place(), first.count() + 1));
        }
    }

    /** Retention takes the oldest: what a partition that has lost something still has says up to when. */
    private static Instant lostBefore(List<TopicScan.Stretch> stretches) {
        return stretches.stream()
                .filter(stretch -> stretch.first() > 0)
                .map(stretch -> Objects.requireNonNullElse(stretch.oldest(), Instant.MAX))
                .max(Instant::compareTo)
                .orElse(Instant.MIN);
    }

    /** In the order in which they were first read. */
    Map<Origin, Letters> letters() {
        return Collections.unmodifiableMap(letters);
    }

    /** Places of records that do not say where they first stood. */
    List<String> foreign() {
        return Collections.unmodifiableList(foreign);
    }

    /** A dead letter that was published before may have been taken away by retention. */
    Instant lostBefore() {
        return lostBefore;
    }

    /** How many records the topic has. */
    long read() {
        return read;
    }
}
