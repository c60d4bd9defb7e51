package dev.shortener.analytics.enrich;

/**
 * A block of addresses that share their first bits. Immutable.
 */
final class AddressRange {

    private final byte[] prefix;
    private final int bits;

    private AddressRange(byte[] prefix, int bits) {
        this.prefix = prefix;
        this.bits = bits;
    }

    /**
     * @param notation such as {@code 10.0.0.0/8}
     * @throws IllegalArgumentException if it is not in CIDR notation (RFC 4632, section 3.1)
     */
    static AddressRange of(String notation) {
        int slash = notation.indexOf('/');
        byte[] prefix = AddressLiteral.parse(notation.substring(0, Math.max(0, slash)));
        if (prefix == null) {
            throw new IllegalArgumentException("not in CIDR notation: " + notation);
        }
        return new AddressRange(prefix, Integer.parseInt(notation.substring(slash + 1)));
    }

    /** Whether there is an address in it that begins with this byte. */
    boolean mayContain(byte first) {
        int rest = Math.max(0, 8 - bits);
        return (first & 0xFF) >> rest == (prefix[0] & 0xFF) >> rest;
    }

    /**
     * @param address 4 or 16 bytes
     */
    boolean contains(byte[] address) {
        if (address.length != prefix.length) {
            return false;
        }
        int whole = bits / 8;
        for (int i = 0; i < whole; i++) {
            if (address[i] != prefix[i]) {
                return false;
            }
        }
        int rest = 8 - bits % 8;
        return rest == 8 || (address[whole] & 0xFF) >> rest == (prefix[whole] & 0xFF) >> rest;
    }
}
