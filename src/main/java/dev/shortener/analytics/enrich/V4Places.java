package dev.shortener.analytics.enrich;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The places of all IPv4 addresses as a sorted table: a look-up takes a handful of comparisons and makes no object, where a walk through a
 * database's tree and the decoding of its record take ten times as long. Immutable.
 *
 * <p>Neighbouring networks of the same place are one entry. A database of countries has some hundred places; one of cities has so many that
 * its table would take more memory than the database, and is read from its tree instead.
 */
final class V4Places {

    /** More than there are countries, and fewer than any database of cities has. */
    private static final int MOST_PLACES = 2_000;

    private static final int HALVES = 1 << 16;

    /** First addresses, ascending as unsigned numbers; the first is 0. */
    private final int[] starts;

    private final Place[] places;

    /** For the upper half of an address, the entry that its lowest address is in; one more at the end. */
    private final int[] entries;

    private V4Places(int[] starts, Place[] places) {
        this.starts = starts;
        this.places = places;
        this.entries = entries(starts);
    }

    /**
     * @param tree of the database
     * @param source of the same database
     * @return null if it has too many places
     * @throws IOException if the database is corrupt
     */
    static @Nullable V4Places read(SearchTree tree, PlaceSource source) throws IOException {
        return read(tree, source, MOST_PLACES);
    }

    /**
     * @param mostPlaces with more, there is no table
     */
    static @Nullable V4Places read(SearchTree tree, PlaceSource source, int mostPlaces) throws IOException {
        Builder builder = new Builder(source, mostPlaces);
        tree.forEachV4Network(builder);
        return builder.hasTooMany() ? null : builder.build();
    }

    /**
     * @param address its four bytes, the first being the highest
     * @return {@link Place#UNKNOWN} if the database says nothing of it
     */
    Place find(byte[] address) {
        int number =
                (address[0] & 0xFF) << 24 | (address[1] & 0xFF) << 16 | (address[2] & 0xFF) << 8 | (address[3] & 0xFF);
        int half = number >>> 16;
        int low = entries[half];
        int high = entries[half + 1];
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (Integer.compareUnsigned(starts[middle], number) <= 0) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return places[low];
    }

    private static int[] entries(int[] starts) {
        int[] entries = new int[HALVES + 1];
        int entry = 0;
        for (int half = 0; half < HALVES; half++) {
            while (entry + 1 < starts.length && Integer.compareUnsigned(starts[entry + 1], half << 16) <= 0) {
                entry++;
            }
            entries[half] = entry;
        }
        entries[HALVES] = starts.length - 1;
        return entries;
    }

    /** Joins neighbours while it is told of one network after the other. For one thread. */
    private static final class Builder implements SearchTree.NetworkVisitor {

        private static final int FIRST_SIZE = 1 << 10;

        private final PlaceSource source;
        private final int mostPlaces;
        private final Map<Long, Place> ofRecords = new HashMap<>();
        private final Map<Place, Place> known = new HashMap<>();
        private final List<Place> places = new ArrayList<>();
        private int[] starts = new int[FIRST_SIZE];

        Builder(PlaceSource source, int mostPlaces) {
            this.source = source;
            this.mostPlaces = mostPlaces;
        }

        @Override
        public boolean visit(int first, @Nullable Long record) throws IOException {
            Place place = record == null ? Place.UNKNOWN : ofRecords.get(record);
            if (place == null) {
                place = known.computeIfAbsent(source.find(inetAddress(first)), found -> found);
                ofRecords.put(record, place);
            }
            if (places.isEmpty() || !places.get(places.size() - 1).equals(place)) {
                add(first, place);
            }
            return !hasTooMany();
        }

        private void add(int first, Place place) {
            if (places.size() == starts.length) {
                starts = Arrays.copyOf(starts, starts.length * 2);
            }
            starts[places.size()] = first;
            places.add(place);
        }

        boolean hasTooMany() {
            return known.size() > mostPlaces;
        }

        V4Places build() {
            return new V4Places(Arrays.copyOf(starts, places.size()), places.toArray(Place[]::new));
        }

        private static InetAddress inetAddress(int address) throws IOException {
            return InetAddress.getByAddress(
                    new byte[] {(byte) (address >> 24), (byte) (address >> 16), (byte) (address >> 8), (byte) address});
        }
    }
}
