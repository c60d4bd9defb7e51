package dev.shortener.analytics.app;

import dev.shortener.analytics.generate.ClickGenerator;
import dev.shortener.analytics.generate.GeneratorSettings;
import org.jspecify.annotations.Nullable;

/** Clicks that are invented but plausible, happening now. The same number gives the same clicks but for their time. For one thread. */
public final class GeneratedEvents implements EventSource {

    private static final long SEED = 42;

    private final long count;
    private final ClickGenerator clicks = new ClickGenerator(GeneratorSettings.seeded(SEED));
    private long given;

    /**
     * @param count how many; negative for no end
     */
    public GeneratedEvents(long count) {
        this.count = count;
    }

    @Override
    public byte @Nullable [] next() {
        if (count >= 0 && given >= count) {
            return null;
        }
        given++;
        return clicks.next();
    }

    @Override
    public double fraction() {
        return count <= 0 ? -1 : (double) given / count;
    }

    @Override
    public void close() {}
}
