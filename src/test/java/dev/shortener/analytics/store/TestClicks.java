package dev.shortener.analytics.store;

import dev.shortener.analytics.event.DeviceType;
import dev.shortener.analytics.event.EnrichedClick;
import dev.shortener.analytics.event.TrafficChannel;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** Rows to write. */
public final class TestClicks {

    private static final Instant TIME = Instant.parse("2025-11-07T12:00:00Z");

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

    /** A row that is longer than its column. */
    public static ClickRow tooLong(int number) {
        return withSource(number, "x".repeat(300));
    }
}
