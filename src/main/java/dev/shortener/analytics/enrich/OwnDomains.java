package dev.shortener.analytics.enrich;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which hosts are the operator's own: those of the configuration with their sub-domains, and this machine. Immutable. */
final class OwnDomains {

    private static final List<AddressRange> THIS_MACHINE = List.of(
            AddressRange.of("127.0.0.0/8"),
            AddressRange.of("0.0.0.0/32"),
            AddressRange.of("::1/128"),
            AddressRange.of("::ffff:127.0.0.0/104"));

    private final Set<String> domains;

    private OwnDomains(Set<String> domains) {
        this.domains = domains;
    }

    /**
     * @param domains host names, as people write them
     * @throws IllegalArgumentException if one of them is no host name
     */
    static OwnDomains of(Collection<String> domains) {
        return new OwnDomains(domains.stream().map(OwnDomains::normalised).collect(Collectors.toUnmodifiableSet()));
    }

    private static String normalised(String domain) {
        String host = HostName.normalised(domain.strip());
        if (host == null) {
            throw new IllegalArgumentException("not a host name: " + domain + "; one such as example.com is expected");
        }
        return host;
    }

    /**
     * What makes a host the operator's own. A public suffix stands for itself alone: what is below it belongs to somebody else.
     *
     * @param host as {@link HostName} has it
     * @return null if it is not
     */
    @Nullable
    String domainOf(String host) {
        if (isThisMachine(host) || domains.contains(host)) {
            return host;
        }
        return domains.isEmpty() ? null : parentOf(host);
    }

    private @Nullable String parentOf(String host) {
        int dot = host.indexOf('.');
        while (dot >= 0) {
            String parent = host.substring(dot + 1);
            if (domains.contains(parent) && !PublicSuffixes.get().contains(parent)) {
                return parent;
            }
            dot = host.indexOf('.', dot + 1);
        }
        return null;
    }

    private static boolean isThisMachine(String host) {
        if (host.equals("localhost") || host.endsWith(".localhost") || host.equals("localhost.localdomain")) {
            return true;
        }
        byte[] address = address(host);
        return address != null && THIS_MACHINE.stream().anyMatch(range -> range.contains(address));
    }

    private static byte @Nullable [] address(String host) {
        char first = host.charAt(0);
        if (first == '[') {
            return AddressLiteral.parse(host.substring(1, host.length() - 1));
        }
        return first >= '0' && first <= '9' ? AddressLiteral.parseV4(host) : null;
    }
}
