package dev.shortener.analytics.bus;

/** Where on the event bus things are sent. */
public final class Addresses {

    /** Takes a {@link RecordBatch}, answers a {@link BatchOutcome}. Each batch goes to one of the workers, in turn. */
    public static final String BATCHES = "analytics.batches";

    private Addresses() {}
}
