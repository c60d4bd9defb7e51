package dev.shortener.analytics.app;

import dev.shortener.analytics.config.EnrichConfig;
import dev.shortener.analytics.enrich.ClickDecoder;
import dev.shortener.analytics.enrich.ClickEnricher;
import dev.shortener.analytics.enrich.CountryLookup;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Enriches events from standard input, without Kafka and without a database. */
@Command(
        name = "enrich",
        description = {
            "Reads events from standard input, one JSON object a line, and writes one JSON line for each to standard output, "
                    + "in their order: the columns of its row, or why it is rejected.",
            "Neither Kafka nor a database is needed."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example:",
            "  analytics-consumer enrich --geoip data/country.mmdb < clicks.ndjson | jq .device_type"
        })
final class EnrichCommand implements Callable<Integer> {

    @Option(
            names = {"-conf", "-f", "--conf"},
            paramLabel = "FILE",
            description = "Configuration to take GeoIPDbPath and OwnDomains from; none is needed.")
    private @Nullable Path file;

    @Option(
            names = "--geoip",
            paramLabel = "FILE",
            description = "Country or City database in MaxMind's format; goes before the configured one.")
    private @Nullable Path geoIp;

    @Override
    public Integer call() throws IOException {
        EnrichConfig config = config();
        ClickEnricher enricher = ClickEnricher.load(countries(config), config.ownDomains());
        // The streams of System are synchronized and, for output, decode: these are the bare descriptors.
        new EnrichLines(new ClickDecoder(InstantSource.system()), enricher)
                .run(new FileInputStream(FileDescriptor.in), new FileOutputStream(FileDescriptor.out));
        return 0;
    }

    private EnrichConfig config() {
        if (file == null) {
            return new EnrichConfig(null, List.of());
        }
        return ConfigFile.load(file, System.getenv(), java.util.Map.of()).enrich();
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
