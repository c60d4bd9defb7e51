package dev.shortener.analytics.app;

import dev.shortener.analytics.config.AppConfig;
import dev.shortener.analytics.config.CacheDirectory;
import dev.shortener.analytics.config.EnrichConfig;
import dev.shortener.analytics.enrich.ClickEnricher;
import dev.shortener.analytics.enrich.CountryLookup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of the commands that enrich without the pipeline: which lists and which country database. */
final class EnrichmentOptions {

    @Option(
            names = {"-conf", "-f", "--conf"},
            paramLabel = "FILE",
            description = "Configuration to take GeoIPDbPath, OwnDomains and Enrich.Rules from; none is needed.")
    private @Nullable Path file;

    @Option(
            names = "--geoip",
            paramLabel = "FILE",
            description = "Country or City database in MaxMind's format; goes before the configured one.")
    private @Nullable Path geoIp;

    @Option(
            names = "--rules",
            paramLabel = "DIRECTORY|FILE",
            description = "Lists that go before those in the jar, as Enrich.Rules; goes before the configured ones.")
    private @Nullable Path rules;

    /**
     * Takes seconds.
     *
     * @throws IOException if the country database cannot be read
     * @throws dev.shortener.analytics.config.InvalidConfigException if the configuration or a list cannot be used
     */
    ClickEnricher enricher() throws IOException {
        EnrichConfig config = appConfig()
                .map(AppConfig::enrich)
                .orElseGet(EnrichmentOptions::unconfigured)
                .withoutShadow();
        return ClickEnricher.load(countries(config), rules == null ? config : config.withRules(rules));
    }

    private static EnrichConfig unconfigured() {
        Path knownAgents =
                CacheDirectory.file(System.getenv(), EnrichConfig.KNOWN_AGENTS).orElse(null);
        return new EnrichConfig(null, List.of()).withKnownAgents(knownAgents);
    }

    /** The configuration; empty if none was named. */
    Optional<AppConfig> appConfig() {
        return Optional.ofNullable(file).map(named -> ConfigFile.load(named, System.getenv(), Map.of()));
    }

    /** A file that was named on the command line has to be there; a configured one may be missing, as in the service. */
    private CountryLookup countries(EnrichConfig config) throws IOException {
        if (geoIp == null) {
            return CountryLookup.configured(config.geoIpDbPath());
        }
        if (!Files.isReadable(geoIp)) {
            throw new CommandFailedException("--geoip " + geoIp + ": there is no such readable file");
        }
        return CountryLookup.open(geoIp);
    }
}
