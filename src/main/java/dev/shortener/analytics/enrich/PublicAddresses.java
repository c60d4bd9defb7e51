package dev.shortener.analytics.enrich;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Tells the addresses of the public internet from all others, after the IANA registries of special-purpose addresses (RFC 6890).
 * Databases cannot be trusted with that: free ones name a country for 192.168.1.1. Stateless.
 */
final class PublicAddresses {

    private static final List<AddressRange> RESERVED_V4 = ranges(
            "0.0.0.0/8", // this network, RFC 791
            "10.0.0.0/8", // private, RFC 1918
            "100.64.0.0/10", // carrier-grade NAT, RFC 6598
            "127.0.0.0/8", // loopback, RFC 1122
            "169.254.0.0/16", // link-local, RFC 3927
            "172.16.0.0/12", // private, RFC 1918
            "192.0.0.0/24", // protocol assignments, RFC 6890
            "192.0.2.0/24", // documentation, RFC 5737
            "192.88.99.0/24", // relays of 6to4, RFC 7526
            "192.168.0.0/16", // private, RFC 1918
            "198.18.0.0/15", // benchmarking, RFC 2544
            "198.51.100.0/24", // documentation, RFC 5737
            "203.0.113.0/24", // documentation, RFC 5737
            "224.0.0.0/4", // multicast, RFC 5771
            "240.0.0.0/4"); // reserved and broadcast, RFC 1112

    /** Those of them that an address may be in, by its first byte: for most there is none. */
    private static final AddressRange[][] RESERVED_V4_BY_FIRST_BYTE = IntStream.range(0, 256)
            .mapToObj(first -> RESERVED_V4.stream()
                    .filter(range -> range.mayContain((byte) first))
                    .toArray(AddressRange[]::new))
            .toArray(AddressRange[][]::new);

    /** All unicast there is. What lies outside (loopback, RFC 4193, link-local, site-local, multicast) needs no list. */
    private static final AddressRange GLOBAL_V6 = AddressRange.of("2000::/3");

    private static final List<AddressRange> RESERVED_V6 = ranges(
            "2001::/23", // protocol assignments, RFC 2928: benchmarking, ORCHID
            "2001:db8::/32", // documentation, RFC 3849
            "3fff::/20"); // documentation, RFC 9637

    private static final AddressRange COMPATIBLE = AddressRange.of("::/96"); // RFC 4291, deprecated and still written
    private static final AddressRange MAPPED = AddressRange.of("::ffff:0:0/96"); // RFC 4291
    private static final AddressRange NAT64 = AddressRange.of("64:ff9b::/96"); // RFC 6052
    private static final AddressRange SIX_TO_FOUR = AddressRange.of("2002::/16"); // RFC 3056
    private static final AddressRange TEREDO = AddressRange.of("2001::/32"); // RFC 4380

    private PublicAddresses() {}

    /**
     * The public address behind an address. Those that carry a client's IPv4 address (compatible, mapped, NAT64, 6to4, Teredo) stand
     * for it: the country is the client's, not the relay's.
     *
     * @param address 4 or 16 bytes
     * @return 4 or 16 bytes; null if it is not public
     */
    static byte @Nullable [] behind(byte[] address) {
        byte[] unwrapped = unwrapped(address);
        boolean isPublic = unwrapped.length == 4 ? isPublicV4(unwrapped) : isPublicV6(unwrapped);
        return isPublic ? unwrapped : null;
    }

    private static boolean isPublicV4(byte[] address) {
        for (AddressRange range : RESERVED_V4_BY_FIRST_BYTE[address[0] & 0xFF]) {
            if (range.contains(address)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPublicV6(byte[] address) {
        return GLOBAL_V6.contains(address) && RESERVED_V6.stream().noneMatch(range -> range.contains(address));
    }

    private static byte[] unwrapped(byte[] address) {
        if (COMPATIBLE.contains(address) || MAPPED.contains(address) || NAT64.contains(address)) {
            return Arrays.copyOfRange(address, 12, 16);
        }
        if (SIX_TO_FOUR.contains(address)) {
            return Arrays.copyOfRange(address, 2, 6);
        }
        return TEREDO.contains(address) ? inverted(Arrays.copyOfRange(address, 12, 16)) : address;
    }

    /** Teredo writes the client's address with every bit turned (RFC 4380, section 4). */
    private static byte[] inverted(byte[] address) {
        for (int i = 0; i < address.length; i++) {
            address[i] = (byte) ~address[i];
        }
        return address;
    }

    private static List<AddressRange> ranges(String... notations) {
        return Arrays.stream(notations).map(AddressRange::of).toList();
    }
}
