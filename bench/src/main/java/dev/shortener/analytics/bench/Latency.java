package dev.shortener.analytics.bench;

/**
 * Time from a click being handed to the producer to its row being visible to others, in milliseconds. Immutable.
 *
 * @param perSecond clicks that were published in a second meanwhile
 * @param probes how many clicks were watched
 */
record Latency(long perSecond, int probes, double p50, double p99, double p999, double max) {

    private static final double NANOS_PER_MILLI = 1e6;

    /**
     * @param nanos of each probe, in ascending order, at least one
     */
    static Latency of(long perSecond, long[] nanos) {
        return new Latency(perSecond, nanos.length, at(nanos, 0.5), at(nanos, 0.99), at(nanos, 0.999), at(nanos, 1));
    }

    private static double at(long[] sorted, double share) {
        int rank = (int) Math.ceil(share * sorted.length);
        return sorted[Math.max(0, rank - 1)] / NANOS_PER_MILLI;
    }
}
