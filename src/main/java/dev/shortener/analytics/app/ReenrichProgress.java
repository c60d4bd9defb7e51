package dev.shortener.analytics.app;

import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says how far it is: on a terminal all the time, elsewhere in a line of the log every ten seconds. For one thread. */
final class ReenrichProgress implements Reenrichment.Listener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ReenrichProgress.class);
    private static final long LOG_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Progress line;
    private final boolean isTerminal;
    private final DoubleSupplier fraction;
    private long nextLog = System.nanoTime() + LOG_NANOS;
    private long records;
    private long changed;
    private boolean ended;

    private ReenrichProgress(Progress line, boolean isTerminal, DoubleSupplier fraction) {
        this.line = line;
        this.isTerminal = isTerminal;
        this.fraction = fraction;
    }

    /**
     * @param fraction how much has been read, from 0 to 1
     */
    static ReenrichProgress onTerminal(DoubleSupplier fraction) {
        return new ReenrichProgress(Progress.onTerminal(), Terminal.isPresent(), fraction);
    }

    @Override
    public void done(long recordsSoFar, long changedSoFar) {
        records = recordsSoFar;
        changed = changedSoFar;
        double read = fraction.getAsDouble();
        line.sent(records, read);
        if (!isTerminal && System.nanoTime() - nextLog >= 0) {
            nextLog = System.nanoTime() + LOG_NANOS;
            LOG.info("under way records={} changed={} read={}%", records, changed, Math.round(read * 100));
        }
    }

    /** Nothing has failed; leaves the line as it was last. */
    void end(boolean complete) {
        ended = true;
        if (complete) {
            line.end(records);
        }
    }

    /** What was done before a failure stays done: it is said before the failure is. */
    @Override
    public void close() {
        line.close();
        if (!ended) {
            LOG.warn("ended early, run it again for the rest records={} changed={}", records, changed);
        }
    }
}
