package dev.shortener.analytics.store;

import io.vertx.core.Future;
import java.util.List;

/**
 * Writes rows so that writing them again changes nothing. Confined to the context that created it.
 *
 * <p>Several writes may be under way at once; they may complete in any order. A failed future means that the world is broken and
 * rows may or may not have been written: write them again. It carries an {@link UnusableDatabaseException} if only a person can
 * mend it.
 */
public interface ClickWriter {

    /**
     * Writes all rows in one statement, or, where the database refuses a row for its content, all rows but those.
     *
     * @param rows 1 to 5,000
     * @return what became of each row, once it is durable
     */
    Future<WriteResult> write(List<ClickRow> rows);

    /** Closes the connection once what is under way has been answered. Later writes fail. */
    Future<Void> close();
}
