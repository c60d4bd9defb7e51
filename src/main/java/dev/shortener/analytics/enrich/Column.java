package dev.shortener.analytics.enrich;

import java.util.Locale;

/** The columns of a row in {@code clicks} that are taken or derived from the event, in the order of the table. */
public enum Column {
    SHORT_CODE,
    CLICKED_AT,
    COUNTRY_CODE,
    DEVICE_TYPE,
    TRAFFIC_SOURCE,
    TRAFFIC_CHANNEL,
    BROWSER,
    OS,
    REGION,
    CITY;

    /** As the table calls it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
