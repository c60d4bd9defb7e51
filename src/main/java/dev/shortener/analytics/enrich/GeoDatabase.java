package dev.shortener.analytics.enrich;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * Which country database answers, for logs and checks. Immutable.
 *
 * @param path the file it was read from
 * @param type as the file says, such as {@code GeoLite2-City}; without control characters, at most 128
 * @param builtAt when its maker built it
 */
public record GeoDatabase(Path path, String type, Instant builtAt) {

    /** Past that, one is warned: addresses move from country to country, and makers publish weekly or monthly. */
    public static final Duration MAX_AGE = Duration.ofDays(60);

    /**
     * @param now as a clock says
     */
    public Duration age(Instant now) {
        return Duration.between(builtAt, now);
    }

    /** Whether it is older than {@link #MAX_AGE}. */
    public boolean isOld(Instant now) {
        return age(now).compareTo(MAX_AGE) > 0;
    }

    /** What it is, without where. */
    public String version() {
        return type + " built " + builtAt;
    }
}
