package dev.shortener.analytics.app;

import dev.shortener.analytics.enrich.ClickDecoder;
import dev.shortener.analytics.enrich.ClickEnricher;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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

    @Mixin
    private EnrichmentOptions options;

    @Override
    public Integer call() throws IOException {
        // The streams of System are synchronized and, for output, decode: these are the bare descriptors.
        ClickEnricher enricher = options.enricher();
        new EnrichLines(new ClickDecoder(InstantSource.system()), enricher)
                .run(new FileInputStream(FileDescriptor.in), new FileOutputStream(FileDescriptor.out));
        AgentKeeping.keep(enricher);
        return 0;
    }
}
