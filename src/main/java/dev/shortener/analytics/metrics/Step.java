package dev.shortener.analytics.metrics;

import java.util.Locale;

/** What a batch goes through. */
public enum Step {
    /** Bytes become clicks and rejections. */
    DECODE,
    /** Clicks become rows; where user agents are new, with the wait for a worker thread. */
    ENRICH,
    /** Rows become durable; with the wait for statements before it on the same connection. */
    WRITE,
    /** Rejections of a batch are acknowledged in the dead-letter topic. */
    DEAD_LETTER,
    /** Positions are committed. */
    COMMIT;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
