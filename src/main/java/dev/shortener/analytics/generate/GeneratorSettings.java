package dev.shortener.analytics.generate;

import java.time.InstantSource;

/**
 * What a {@link ClickGenerator} makes. Immutable.
 *
 * @param seed the same seed and the same times give the same events
 * @param shortCodes number of links, 1 or more
 * @param clock says when a click happens
 */
public record GeneratorSettings(long seed, int shortCodes, InstantSource clock) {

    private static final int SHORT_CODES = 3_000;

    public GeneratorSettings {
        if (shortCodes < 1) {
            throw new IllegalArgumentException("shortCodes is " + shortCodes + ", allowed: 1 or more");
        }
    }

    /** 3,000 links, clicked now. */
    public static GeneratorSettings seeded(long seed) {
        return new GeneratorSettings(seed, SHORT_CODES, InstantSource.system());
    }
}
