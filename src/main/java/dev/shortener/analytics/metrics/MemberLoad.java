package dev.shortener.analytics.metrics;

import java.util.List;

/**
 * What one member of the group has to do. Immutable.
 *
 * @param inFlightRecords read and not yet settled
 * @param inFlightBytes of their keys and values
 * @param lags one of each of its partitions
 */
public record MemberLoad(int inFlightRecords, long inFlightBytes, List<PartitionLag> lags) {

    /** Of a member that has ended. */
    public static final MemberLoad NONE = new MemberLoad(0, 0, List.of());

    public MemberLoad {
        lags = List.copyOf(lags);
    }

    /**
     * How far a partition is behind. Immutable.
     *
     * @param partition its number
     * @param records that are not settled, read or not
     * @param seconds since the oldest of them was sent; 0 if there is none
     */
    public record PartitionLag(int partition, long records, double seconds) {}
}
