package dev.shortener.analytics.bus;

/** Where on the event bus things are sent. */
public final class Addresses {

    /** Takes a {@link RecordBatch}, answers a {@link BatchOutcome}. Each batch goes to one of this node's workers, in turn. */
    public static final String BATCHES = "analytics.batches";

    /** Hears, again and again, of each consumer of any node: the address at which it takes demands for batches. */
    public static final String CONSUMERS = "analytics.consumers";

    /** Hears, on this node alone, the id of each node that has left the cluster. What it held is with nobody any more. */
    public static final String DEPARTURES = "analytics.departures";

    private Addresses() {}
}
