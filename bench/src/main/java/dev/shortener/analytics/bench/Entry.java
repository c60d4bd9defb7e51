package dev.shortener.analytics.bench;

/**
 * A contender with one of its batch sizes. Immutable.
 *
 * @param batch most clicks that are written together
 */
record Entry(Contender contender, int batch) {

    /** As it stands in tables and plots. */
    String label() {
        return contender.batches().size() > 1 ? contender.label() + ", " + batch : contender.label();
    }
}
