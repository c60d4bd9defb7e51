package dev.shortener.analytics.enrich;

import org.jspecify.annotations.Nullable;

/**
 * Listens to the steps that an enrichment takes. There is one way through the steps, whether somebody listens or not: what is
 * explained is therefore what is stored.
 */
@FunctionalInterface
interface Trace {

    /** Nobody listens. */
    Trace NONE = (column, step, cause, value) -> {};

    /**
     * A step has been asked. Steps speak in the order in which they are asked, and the last value that was said of a column is the
     * column's.
     *
     * @param step the list or the component
     * @param value what the column is from here on; null if the step leaves it as it is
     */
    void said(Column column, String step, Cause cause, @Nullable String value);
}
