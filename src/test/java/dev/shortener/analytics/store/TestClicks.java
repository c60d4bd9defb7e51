package dev.shortener.analytics.store;

import dev.shortener.analytics.event.DeviceType;
import dev.shortener.analytics.event.EnrichedClick;
import dev.shortener.analytics.event.Position;
import dev.shortener.analytics.event.TopicIdentity;
import dev.shortener.analytics.event.TrafficChannel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Rows to write. */
public final class TestClicks {

    private static final Instant TIME = Instant.parse("2025-11-07T12:00:00Z");

    public static final TopicIdentity TOPIC = new TopicIdentity("cluster", "clicks", "topic-id");

    private TestClicks() {}

    /** A row that differs from every other one only by what its number decides: id, short code and time. */
    public static ClickRow row(int number) {
        return withSource(number, "google");
    }

    /** Rows with these numbers. */
    public static List<ClickRow> rows(int from, int to) {
        return IntStream.range(from, to).mapToObj(TestClicks::row).toList();
    }

    /** A row from this source, which the database may refuse. */
    public static ClickRow withSource(int number, String source) {
        return new ClickRow(
                new UUID(0x0193_0000_0000_8000L, 0x8000_0000_0000_0000L | number),
                new EnrichedClick(
                        "code" + number % 100,
                        TIME.plusSeconds(number),
                        "DE",
                        DeviceType.MOBILE,
                        source,
                        TrafficChannel.SEARCH,
                        "Firefox",
                        "Android",
                        null,
                        null));
    }

    /** A batch of nothing but clicks, in the order of these rows, of a partition that it has for itself from offset 0 on. */
    public static ClickBatch batch(List<ClickRow> rows) {
        return batch(0, rows);
    }

    /** A batch of clicks and, where there is null, of rejected records. */
    public static ClickBatch batch(long first, List<@Nullable ClickRow> rows) {
        List<ClickBatch.Entry> entries = new ArrayList<>();
        for (ClickRow row : rows) {
            long offset = first + entries.size();
            entries.add(new ClickBatch.Entry(offset, new Position(TOPIC, 0, offset), row));
        }
        return ClickBatch.of(TOPIC.topicId(), 0, entries);
    }

    /** A row that is longer than its column. */
    public static ClickRow tooLong(int number) {
        return withSource(number, "x".repeat(300));
    }
}
