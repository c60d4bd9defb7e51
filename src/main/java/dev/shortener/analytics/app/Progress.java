package dev.shortener.analytics.app;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Shows on a terminal how far a publication is, ten times a second; says nothing where there is no terminal. For one thread. */
final class Progress implements Publication.Listener, AutoCloseable {

    private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int WIDTH = 30;

    private final PrintStream terminal;
    private final boolean shown;
    private final long started = System.nanoTime();
    private long nextNanos = started;
    private boolean lineOpen;

    Progress(PrintStream terminal, boolean shown) {
        this.terminal = terminal;
        this.shown = shown;
    }

    /** On standard error if the process has a terminal. */
    static Progress onTerminal() {
        return new Progress(System.err, Terminal.isPresent());
    }

    @Override
    public void sent(long events, double fraction) {
        if (shown && System.nanoTime() - nextNanos >= 0) {
            nextNanos = System.nanoTime() + INTERVAL_NANOS;
            terminal.print("\r" + line(events, fraction, System.nanoTime() - started));
            terminal.flush();
            lineOpen = true;
        }
    }

    /** Leaves the line as it was last. */
    void end(long events) {
        if (shown) {
            terminal.println("\r" + line(events, 1, System.nanoTime() - started));
            lineOpen = false;
        }
    }

    /** Ends a line that was left half way, so that the reason stands on a line of its own. */
    @Override
    public void close() {
        if (lineOpen) {
            terminal.println();
        }
    }

    static String line(long events, double fraction, long nanos) {
        double perSecond = nanos == 0 ? 0 : events * 1e9 / nanos;
        String figures = String.format(Locale.ROOT, "%,d events  %,.0f/s ", events, perSecond);
        if (fraction < 0) {
            return figures;
        }
        int done = (int) Math.round(fraction * WIDTH);
        return String.format(
                Locale.ROOT,
                "[%s%s] %3.0f %%  %s",
                "#".repeat(done),
                ".".repeat(WIDTH - done),
                fraction * 100,
                figures);
    }
}
