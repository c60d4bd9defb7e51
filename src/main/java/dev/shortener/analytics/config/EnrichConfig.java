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
 */
public record EnrichConfig(@Nullable Path geoIpDbPath, List<String> ownDomains) {

    public EnrichConfig {
        ownDomains = ownDomains.stream()
                .map(domain -> domain.toLowerCase(Locale.ROOT))
                .toList();
    }
}
