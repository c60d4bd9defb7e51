package dev.shortener.analytics.app;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SIGTERM or Ctrl-C, as a wish that the command at work fulfils in its own order. Thread-safe.
 *
 * <p>Java would end the process with status 143 or 130 as soon as its hooks are through. The hook of this class waits until the
 * command has come to its end and gives the process the command's own status. There is one for the process, which ends only once.
 */
public final class StopSignal {

    private static final Logger LOG = LoggerFactory.getLogger(StopSignal.class);
    private static final StopSignal OF_PROCESS = new StopSignal();

    private final AtomicBoolean listening = new AtomicBoolean();
    private final Promise<Void> given = Promise.promise();
    private final Promise<Integer> ended = Promise.promise();

    private StopSignal() {}

    /**
     * From here on a signal no longer ends the process, {@link #exit} does.
     *
     * @param patience how long the end may take after a signal; then the process ends with what it has not closed
     */
    public static StopSignal listen(Duration patience) {
        if (OF_PROCESS.listening.compareAndSet(false, true)) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> OF_PROCESS.awaitEnd(patience), "stop-signal"));
        }
        return OF_PROCESS;
    }

    /** To be called when the command has come to its end, for one that may be run within another program: nobody waits any longer. */
    void over(int status) {
        ended.tryComplete(status);
    }

    /** Ends the process, also in the course of a signal, where {@link System#exit} would wait for the hooks forever. */
    public static void exit(int status) {
        OF_PROCESS.ended.tryComplete(status);
        System.exit(status);
    }

    /** Completes on a signal. */
    public Future<Void> given() {
        return given.future();
    }

    public boolean isGiven() {
        return given.future().isComplete();
    }

    private void awaitEnd(Duration patience) {
        if (ended.future().isComplete()) {
            return;
        }
        given.tryComplete();
        try {
            int status = ended.future().await(patience.toMillis(), TimeUnit.MILLISECONDS);
            Runtime.getRuntime().halt(status);
        } catch (TimeoutException late) {
            LOG.error("not stopped in time, ending as it is patience={}", patience);
        }
    }
}
