package dev.shortener.analytics.kafka;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says that something goes round again, at most once in a while: the metrics have the count. Confined to one thread.
 */
final class RetryLog {

    private static final Logger LOG = LoggerFactory.getLogger(RetryLog.class);
    private static final Duration QUIET = Duration.ofSeconds(10);

    private final InstantSource clock;
    private Instant quietUntil = Instant.MIN;
    private long suppressed;

    RetryLog(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * @param what is tried again
     * @param where its topic, partition and offsets
     * @param cause why
     */
    void failed(String what, Object where, String cause) {
        Instant now = clock.instant();
        if (now.isBefore(quietUntil)) {
            suppressed++;
            return;
        }
        LOG.warn("{} is tried again {} cause=\"{}\" suppressed={}", what, where, cause, suppressed);
        quietUntil = now.plus(QUIET);
        suppressed = 0;
    }
}
