package dev.shortener.analytics.app;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Shows on a terminal what an audit is at; says nothing where there is no terminal. For one thread. */
final class AuditProgress implements AutoCloseable {

    private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final String ERASE_LINE = "\r\u001b[K";

    private final PrintStream terminal;
    private final boolean shown;
    private long nextNanos = System.nanoTime();

    AuditProgress(PrintStream terminal, boolean shown) {
        this.terminal = terminal;
        this.shown = shown;
    }

    /** On standard error if the process has a terminal. */
    static AuditProgress onTerminal() {
        return new AuditProgress(System.err, Terminal.isPresent());
    }

    /** The next step begins. */
    void step(String what) {
        if (shown) {
            terminal.print(ERASE_LINE + what);
            terminal.flush();
        }
    }

    /** Rows of the table are being counted, which may take long; negative if nobody knows how many there are about. */
    void counting(long expected) {
        step(expected < 0 ? "counting clicks" : String.format(Locale.ROOT, "counting about %,d clicks", expected));
    }

    void deadLetters(long read) {
        if (System.nanoTime() - nextNanos >= 0) {
            nextNanos = System.nanoTime() + INTERVAL_NANOS;
            step(String.format(Locale.ROOT, "reading dead letters, %,d", read));
        }
    }

    /** Leaves nothing behind. */
    @Override
    public void close() {
        step("");
    }
}
