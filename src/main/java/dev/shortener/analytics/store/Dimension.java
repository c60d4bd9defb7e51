package dev.shortener.analytics.store;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What clicks can be broken down by. The names are those of the columns of {@code click_counts}. */
public enum Dimension {
    COUNTRY,
    REGION,
    CITY,
    DEVICE,
    SOURCE,
    CHANNEL,
    BROWSER,
    OS;

    /** Its column, and what questions call it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The dimension that a question calls so. */
    public static Optional<Dimension> of(String label) {
        return Arrays.stream(values())
                .filter(dimension -> dimension.label().equals(label))
                .findFirst();
    }
}
