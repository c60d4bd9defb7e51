package dev.shortener.analytics.store;

import dev.shortener.analytics.event.EnrichedClick;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The columns of a row that lists and the country database decide, in the order in which statements name them. Stateless. */
final class DerivedColumns {

    /** Those that the country database decides stand first. */
    private static final List<Derived> ALL = List.of(
            new Derived("country_code", EnrichedClick::countryCode),
            new Derived("region", EnrichedClick::region),
            new Derived("city", EnrichedClick::city),
            new Derived("device_type", click -> click.deviceType().label()),
            new Derived("traffic_source", EnrichedClick::trafficSource),
            new Derived("traffic_channel", click -> click.trafficChannel().label()),
            new Derived("browser", EnrichedClick::browser),
            new Derived("os", EnrichedClick::os));

    static final List<String> NAMES = ALL.stream().map(Derived::name).toList();

    private DerivedColumns() {}

    private record Derived(String name, Function<EnrichedClick, @Nullable String> value) {}

    /** One array for each column, with a value for each row. */
    static List<String[]> arrays(List<ClickRow> rows) {
        return ALL.stream()
                .map(column ->
                        rows.stream().map(ClickRow::click).map(column.value()).toArray(String[]::new))
                .toList();
    }
}
