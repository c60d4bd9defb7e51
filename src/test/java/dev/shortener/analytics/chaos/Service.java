package dev.shortener.analytics.chaos;

/** The service that suffers, in this process or in one of its own. For the thread of one test. */
interface Service extends AutoCloseable {

    /** Whether what it holds in memory is within its bounds, and it lives. */
    boolean isWithinBounds();

    /** What its memory was seen to do, for the table of faults. */
    String memory();

    @Override
    void close();
}
