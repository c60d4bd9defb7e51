package dev.shortener.analytics.generate;

import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Addresses as they are seen on the internet: nine in ten IPv4, none from a reserved range. */
final class VisitorAddresses {

    /** First octets without any reserved range within them. */
    private static final int[] FIRST_OCTETS = IntStream.rangeClosed(1, 223)
            .filter(octet -> switch (octet) {
                case 10, 100, 127, 169, 172, 192, 198, 203 -> false;
                default -> true;
            })
            .toArray();

    /** Global unicast prefixes that registries have given to large access networks. */
    private static final String[] IPV6_PREFIXES = {"2a00", "2a02", "2600", "2607", "2401", "2804", "2c0f"};

    private VisitorAddresses() {}

    static String next(SplittableRandom random) {
        return random.nextInt(10) == 0 ? ipv6(random) : ipv4(random);
    }

    private static String ipv4(SplittableRandom random) {
        return FIRST_OCTETS[random.nextInt(FIRST_OCTETS.length)] + "." + random.nextInt(256) + "." + random.nextInt(256)
                + "." + random.nextInt(1, 255);
    }

    private static String ipv6(SplittableRandom random) {
        return IPV6_PREFIXES[random.nextInt(IPV6_PREFIXES.length)] + ":" + group(random) + ":" + group(random) + "::"
                + group(random);
    }

    private static String group(SplittableRandom random) {
        return Integer.toHexString(random.nextInt(1, 0x10000));
    }
}
