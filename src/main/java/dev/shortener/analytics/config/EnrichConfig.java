package dev.shortener.analytics.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the enrichment of a click needs to know. Immutable.
 *
 * @param geoIpDbPath the country database; null if none is configured. Whether the file exists is not checked here
 * @param ownDomains the shortener's own host names in lower case: a referer on one of them counts as internal
 * @param rules a directory of lists, or one list, that go before those in the jar; null if none is configured. What is there is not
 *     checked here
 * @param shadow the same, of lists that are tried beside those in use; null if none are
 * @param shadowSample share of the clicks that they are tried on, more than 0 and at most 1
 * @param knownAgents file that keeps what is known of user agents from one start to the next; null for none. What is there is not
 *     checked here
 */
public record EnrichConfig(
        @Nullable Path geoIpDbPath,
        List<String> ownDomains,
        @Nullable Path rules,
        @Nullable Path shadow,
        double shadowSample,
        @Nullable Path knownAgents) {

    /** Name of the file of known user agents where the configuration names no other. */
    public static final String KNOWN_AGENTS = "known-agents";

    static final double SHADOW_SAMPLE = 0.1;

    public EnrichConfig {
        if (!(shadowSample > 0 && shadowSample <= 1)) {
            throw new IllegalArgumentException("shadowSample " + shadowSample + " is no share above 0");
        }
        ownDomains = ownDomains.stream()
                .map(domain -> domain.toLowerCase(Locale.ROOT))
                .toList();
    }

    /** With the lists of the jar, none beside them, and nothing kept for the next start. */
    public EnrichConfig(@Nullable Path geoIpDbPath, List<String> ownDomains) {
        this(geoIpDbPath, ownDomains, null, null, SHADOW_SAMPLE, null);
    }

    /** The same without lists that are only tried. */
    public EnrichConfig withoutShadow() {
        return new EnrichConfig(geoIpDbPath, ownDomains, rules, null, shadowSample, knownAgents);
    }

    /** The same with other lists. */
    public EnrichConfig withRules(Path other) {
        return new EnrichConfig(geoIpDbPath, ownDomains, other, shadow, shadowSample, knownAgents);
    }

    /** The same with another file of known user agents; null for none. */
    public EnrichConfig withKnownAgents(@Nullable Path file) {
        return new EnrichConfig(geoIpDbPath, ownDomains, rules, shadow, shadowSample, file);
    }
}
