package dev.shortener.analytics.enrich;

import com.maxmind.db.Metadata;
import java.io.FileInputStream;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The search tree of a database in MaxMind's format (version 2), walked from end to end to find a file that is broken or half
 * written. For one thread, and one walk
 * of each kind.
 */
final class SearchTree {

    /** Zeros that stand between tree and data. */
    private static final int SEPARATOR_BYTES = 16;

    private static final int V4_BITS = 32;

    private final byte[] bytes;
    private final int recordBits;
    private final int nodes;
    private final long dataBytes;
    private final byte[] address;
    private final BitSet visited = new BitSet();
    private final BitSet path = new BitSet();
    private final BitSet seen = new BitSet();

    private SearchTree(byte[] bytes, Metadata metadata, long dataBytes) {
        this.bytes = bytes;
        this.recordBits = metadata.recordSize();
        this.nodes = (int) metadata.nodeCount();
        this.dataBytes = dataBytes;
        this.address = new byte[metadata.ipVersion() == 6 ? 16 : 4];
    }

    /** Looks at a record. */
    @FunctionalInterface
    interface Visitor {

        /**
         * @param address one that leads to a record not visited before
         * @throws IOException if that record is broken
         */
        void visit(InetAddress address) throws IOException;
    }

    /** Is told of networks. */
    @FunctionalInterface
    interface NetworkVisitor {

        /**
         * @param first lowest address of the network
         * @param record which record it is given to; null if to none
         * @return whether there is a need for more
         * @throws IOException ends the walk
         */
        boolean visit(int first, @Nullable Long record) throws IOException;
    }

    /**
     * @param file of the database; only its tree is kept in memory
     * @throws BrokenDatabaseException if the tree does not end where it should
     * @throws IOException if the file cannot be read
     */
    static SearchTree read(Path file, Metadata metadata) throws IOException {
        int bits = metadata.recordSize();
        if ((bits != 24 && bits != 28 && bits != 32) || (metadata.ipVersion() != 4 && metadata.ipVersion() != 6)) {
            throw new BrokenDatabaseException("its metadata say record_size " + bits + " and ip_version "
                    + metadata.ipVersion() + "; allowed: 24, 28 or 32, and 4 or 6");
        }
        long size = metadata.nodeCount() * bits / 4;
        try (FileInputStream in = new FileInputStream(file.toFile())) {
            long rest = in.getChannel().size() - size - SEPARATOR_BYTES;
            if (metadata.nodeCount() < 1 || rest < 1 || size > Integer.MAX_VALUE - 2 * SEPARATOR_BYTES) {
                throw new BrokenDatabaseException("its metadata say node_count " + metadata.nodeCount()
                        + ", which does not go with the size of the file");
            }
            byte[] bytes = in.readNBytes((int) size + SEPARATOR_BYTES);
            requireSeparator(bytes, (int) size);
            return new SearchTree(bytes, metadata, rest);
        }
    }

    private static void requireSeparator(byte[] bytes, int from) throws BrokenDatabaseException {
        for (int i = from; i < from + SEPARATOR_BYTES; i++) {
            if (i >= bytes.length || bytes[i] != 0) {
                throw new BrokenDatabaseException("its search tree does not end where its metadata say");
            }
        }
    }

    /**
     * Visits every record once, however many networks it is given to.
     *
     * @throws BrokenDatabaseException if the tree is broken
     * @throws IOException what the visitor throws
     */
    void forEachRecord(Visitor visitor) throws IOException {
        descend(0, 0, visitor);
    }

    /**
     * Visits all networks of IPv4, which together are all its addresses, in ascending order.
     *
     * @throws IOException what the visitor throws
     */
    void forEachV4Network(NetworkVisitor visitor) throws IOException {
        long start = 0;
        // In a tree of IPv6, IPv4 stands below ninety-six zeros.
        for (int zeros = address.length * 8 - V4_BITS; zeros > 0 && start < nodes; zeros--) {
            start = record((int) start, 0);
        }
        visitNetworks(start, 0, 0, visitor);
    }

    private boolean visitNetworks(long record, int first, int depth, NetworkVisitor visitor) throws IOException {
        if (record >= nodes) {
            return visitor.visit(first, record == nodes ? null : record);
        }
        int upper = first | Integer.MIN_VALUE >>> depth;
        return visitNetworks(record((int) record, 0), first, depth + 1, visitor)
                && visitNetworks(record((int) record, 1), upper, depth + 1, visitor);
    }

    private void descend(int node, int depth, Visitor visitor) throws IOException {
        requireEnd(node, depth);
        if (visited.get(node)) {
            return;
        }
        visited.set(node);
        path.set(node);
        follow(record(node, 0), depth, visitor);
        int bit = 0x80 >> depth % 8;
        address[depth / 8] |= (byte) bit;
        follow(record(node, 1), depth, visitor);
        address[depth / 8] &= (byte) ~bit;
        path.clear(node);
    }

    private void requireEnd(int node, int depth) throws BrokenDatabaseException {
        if (path.get(node)) {
            throw new BrokenDatabaseException("its search tree goes round in circles");
        }
        if (depth == address.length * 8) {
            throw new BrokenDatabaseException("its search tree is deeper than an address has bits");
        }
    }

    private void follow(long record, int depth, Visitor visitor) throws IOException {
        if (record < nodes) {
            descend((int) record, depth + 1, visitor);
        } else if (record > nodes) {
            long offset = record - nodes - SEPARATOR_BYTES;
            if (offset < 0 || offset >= dataBytes) {
                throw new BrokenDatabaseException("its search tree points out of the file");
            }
            if (!seen.get((int) offset)) {
                seen.set((int) offset);
                visitor.visit(inetAddress());
            }
        }
    }

    /** Not {@link InetAddress#getByAddress}, which would make an IPv4 address of one that only maps it. */
    private InetAddress inetAddress() throws IOException {
        return address.length == 4
                ? InetAddress.getByAddress(address)
                : Inet6Address.getByAddress(null, address.clone(), -1);
    }

    private long record(int node, int side) {
        int at = (int) ((long) node * recordBits / 4);
        return switch (recordBits) {
            case 24 -> number(at + side * 3, 3);
            case 28 -> ((long) middle(at + 3, side) << 24) | number(at + side * 4, 3);
            default -> number(at + side * 4, 4);
        };
    }

    /** The byte between two records of 28 bits has the highest bits of both. */
    private int middle(int at, int side) {
        return side == 0 ? (bytes[at] & 0xF0) >> 4 : bytes[at] & 0x0F;
    }

    private long number(int at, int length) {
        long number = 0;
        for (int i = at; i < at + length; i++) {
            number = (number << 8) | (bytes[i] & 0xFF);
        }
        return number;
    }
}
