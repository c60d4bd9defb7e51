package dev.shortener.analytics.store;

import dev.shortener.analytics.config.DatabaseConfig;
import dev.shortener.analytics.event.DeviceType;
import dev.shortener.analytics.event.EnrichedClick;
import dev.shortener.analytics.event.TrafficChannel;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** Reads back what was written, outside the code under test. */
public final class StoredClicks {

    private StoredClicks() {}

    /** Every row of the table, in any order. */
    public static List<ClickRow> in(DatabaseConfig database) {
        return TestPostgres.query(
                        database,
                        """
                        SELECT id, short_code, extract(epoch FROM clicked_at)::bigint, country_code, device_type, traffic_source,
                               traffic_channel, browser, os, region, city
                        FROM clicks
                        """)
                .stream()
                .map(StoredClicks::row)
                .toList();
    }

    private static ClickRow row(List<String> column) {
        return new ClickRow(
                UUID.fromString(column.get(0)),
                new EnrichedClick(
                        column.get(1),
                        Instant.ofEpochSecond(Long.parseLong(column.get(2))),
                        column.get(3),
                        device(column.get(4)),
                        column.get(5),
                        channel(column.get(6)),
                        column.get(7),
                        column.get(8),
                        column.get(9),
                        column.get(10)));
    }

    private static DeviceType device(String label) {
        return Arrays.stream(DeviceType.values())
                .filter(type -> type.label().equals(label))
                .findFirst()
                .orElseThrow();
    }

    private static TrafficChannel channel(String label) {
        return Arrays.stream(TrafficChannel.values())
                .filter(channel -> channel.label().equals(label))
                .findFirst()
                .orElseThrow();
    }
}
