package dev.shortener.analytics.event;

/**
 * What a click was enriched with: rows that were made by the same have the same. Immutable.
 *
 * @param lists the lists, each with the beginning of its SHA-256: {@code agents.tsv=1f0c… devices.tsv=…}; also a digest of the
 *     configured own domains, where there are any
 * @param geoDatabase type and build time of the country database; empty if none is configured
 * @param code the versions of the code that reads them
 */
public record RulesVersion(String lists, String geoDatabase, String code) {}
