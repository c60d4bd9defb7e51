package dev.shortener.analytics.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import dev.shortener.analytics.kafka.KafkaFailure;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * Keeps one cause from filling the log: a warning of the Kafka clients passes once in ten seconds. That a broker turned a client away
 * does not pass at all, because the service itself ends with the reason in one line. Thread-safe. What is kept back is lost; the metrics
 * have the counts.
 */
public final class RepeatedWarningFilter extends TurboFilter {

    private static final String CLIENTS = "org.apache.kafka";
    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(10);
    /** Past that it forgets all of them, and each passes once more. */
    static final int MAX_REMEMBERED = 1_000;

    private final Map<String, Long> passedAt = new ConcurrentHashMap<>();
    private final LongSupplier nanoTime;

    /** As the logging backend makes it. */
    public RepeatedWarningFilter() {
        this(System::nanoTime);
    }

    RepeatedWarningFilter(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            Object @Nullable [] arguments,
            @Nullable Throwable thrown) {
        if (format == null || !logger.getName().startsWith(CLIENTS)) {
            return FilterReply.NEUTRAL;
        }
        if (saysTurnedAway(arguments, thrown)) {
            return FilterReply.DENY;
        }
        if (level != Level.WARN) {
            return FilterReply.NEUTRAL;
        }
        return passes(logger.getName() + kind(format)) ? FilterReply.NEUTRAL : FilterReply.DENY;
    }

    /** The exception is the last of the arguments where there are several. */
    private static boolean saysTurnedAway(Object @Nullable [] arguments, @Nullable Throwable thrown) {
        Object last = arguments == null || arguments.length == 0 ? thrown : arguments[arguments.length - 1];
        return KafkaFailure.isTurnedAway(thrown) || KafkaFailure.isTurnedAway(last);
    }

    private boolean passes(String key) {
        long now = nanoTime.getAsLong();
        if (passedAt.size() > MAX_REMEMBERED) {
            passedAt.clear();
        }
        Long last = passedAt.get(key);
        if (last != null && now - last < QUIET_NANOS) {
            return false;
        }
        passedAt.put(key, now);
        return true;
    }

    /** The clients put their own name, in brackets, before every message: four members complain of one cause. */
    private static String kind(String format) {
        int end = format.indexOf(']');
        return format.startsWith("[") && end > 0 ? format.substring(end) : format;
    }
}
