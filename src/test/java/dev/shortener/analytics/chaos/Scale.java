package dev.shortener.analytics.chaos;

import java.time.Duration;

/** How long a fault lasts: a few seconds in every build, as long as it does in life with {@code make chaos}. Stateless. */
final class Scale {

    private static final boolean FULL = "full".equals(System.getProperty("chaos"));

    private Scale() {}

    static boolean isFull() {
        return FULL;
    }

    /** Seconds. */
    static Duration seconds(int quick, int full) {
        return Duration.ofSeconds(FULL ? full : quick);
    }

    static int times(int quick, int full) {
        return FULL ? full : quick;
    }
}
