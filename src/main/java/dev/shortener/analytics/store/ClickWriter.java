package dev.shortener.analytics.store;

import io.vertx.core.Future;

/**
 * Writes batches so that writing them again changes no row. Confined to the context that created it.
 *
 * <p>Several writes may be under way at once; they may complete in any order. A failed future means that the world is broken and
 * rows may or may not have been written: write them again. It carries an {@link UnusableDatabaseException} if only a person can
 * mend it.
 */
public interface ClickWriter {

    /**
     * Writes all clicks in one statement, or, where the database refuses one for its content, all but those. What became of every
     * record is entered in the ledger in the same transaction.
     *
     * @param batch 1 to 5,000 records, of which none, some or all are clicks
     * @return what became of each click, once it is durable
     */
    Future<WriteResult> write(ClickBatch batch);

    /** Closes the connection once what is under way has been answered. Later writes fail. */
    Future<Void> close();
}
