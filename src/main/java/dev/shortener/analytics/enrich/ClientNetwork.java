package dev.shortener.analytics.enrich;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What of an address stays the same while its client does: all of an IPv4 address, the first 64 bits of an IPv6 one. A line is given at
 * least a /64 (RFC 6177), within which devices change their addresses every day (RFC 8981). Stateless.
 */
public final class ClientNetwork {

    private static final int V6_NETWORK_BYTES = 8;

    private ClientNetwork() {}

    /**
     * @param ip what was seen as the client's address, or a list of what proxies saw
     * @return 4 or 8 bytes: of the first public address, or, where there is none, as within a company, of the first address; null if
     *     there is none at all
     */
    public static byte @Nullable [] of(String ip) {
        byte[] found = ClientAddress.firstPublic(ip);
        byte[] address = found == null ? ClientAddress.first(ip) : found;
        return address == null || address.length == 4 ? address : Arrays.copyOf(address, V6_NETWORK_BYTES);
    }
}
