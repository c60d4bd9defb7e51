package dev.shortener.analytics.trace;

/** The span of one statement, until the database has answered. For one thread at a time. */
public interface StatementSpan {

    /** Of a statement that is not traced. */
    StatementSpan NONE = new StatementSpan() {
        @Override
        public void done() {}

        @Override
        public void failed(String sqlState) {}
    };

    /** The database has done it. */
    void done();

    /**
     * The database has not done it.
     *
     * @param sqlState why, or its class; {@code none} if there was no answer
     */
    void failed(String sqlState);
}
