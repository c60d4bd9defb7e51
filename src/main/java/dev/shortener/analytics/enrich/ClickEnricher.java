package dev.shortener.analytics.enrich;

import dev.shortener.analytics.event.*;
import java.util.List;

/** tmp */
public final class ClickEnricher {
    public static ClickEnricher load(CountryLookup c, List<String> own) {
        return new ClickEnricher();
    }

    public boolean isWarm(ClickEvent e) {
        return true;
    }

    public EnrichedClick enrich(ClickEvent e) {
        return new EnrichedClick(
                e.shortCode(),
                e.clickedAt(),
                "",
                DeviceType.UNKNOWN,
                "direct",
                TrafficChannel.DIRECT,
                "",
                "",
                null,
                null);
    }
}
