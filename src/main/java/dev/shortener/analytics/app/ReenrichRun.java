package dev.shortener.analytics.app;

import dev.shortener.analytics.config.AppConfig;
import dev.shortener.analytics.config.EnrichConfig;
import dev.shortener.analytics.enrich.ClickDecoder;
import dev.shortener.analytics.enrich.ClickEnricher;
import dev.shortener.analytics.enrich.CountryLookup;
import dev.shortener.analytics.kafka.TopicScan;
import dev.shortener.analytics.worker.BatchPreparation;
import dev.shortener.analytics.worker.ShadowComparison;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens all that a {@link Reenrichment} needs, lets it run, and closes it. Stateless; blocks. */
final class ReenrichRun {

    private static final Logger LOG = LoggerFactory.getLogger(ReenrichRun.class);

    private ReenrichRun() {}

    /**
     * @param stop completes when there is to be an early end: what is under way is waited for
     * @throws IOException if a list or the country database cannot be read
     * @throws RuntimeException that says what only a person can mend
     */
    static ReenrichReport run(AppConfig config, ReenrichRequest request, Future<Void> stop) throws IOException {
        return run(config, request, ReenrichRun::enricher, stop);
    }

    /** Takes seconds. */
    interface EnricherSource {

        /** The enricher that is configured. */
        ClickEnricher load(EnrichConfig config) throws IOException;
    }

    /**
     * @param enrichers asked once, when the database has been found fit
     */
    static ReenrichReport run(AppConfig config, ReenrichRequest request, EnricherSource enrichers, Future<Void> stop)
            throws IOException {
        try (RowUpdates updates = new RowUpdates(config, request.dryRun(), stop)) {
            updates.requireRights();
            ClickEnricher enricher = enrichers.load(config.enrich());
            try (TopicScan scan = new TopicScan(
                    config.kafka(), config.kafka().topic(), config.batch().maxRecords())) {
                stop.onComplete(wanted -> stop(scan));
                return run(config, request, enricher, scan, updates);
            }
        }
    }

    private static void stop(TopicScan scan) {
        LOG.info("stopping as soon as what is under way is answered");
        scan.stop();
    }

    private static ReenrichReport run(
            AppConfig config, ReenrichRequest request, ClickEnricher enricher, TopicScan scan, RowUpdates updates) {
        BatchPreparation preparation =
                new BatchPreparation(new ClickDecoder(InstantSource.system()), enricher, ShadowComparison.NONE);
        Reenrichment reenrichment = new Reenrichment(preparation, request.window(), updates::update);
        ReenrichNotes notes = new ReenrichNotes(request.window(), scan);
        notes.start(request.fromBeginning());
        try (ReenrichProgress progress = ReenrichProgress.onTerminal(scan::fraction)) {
            reenrichment.run(scan, progress);
            progress.end(reenrichment.isComplete());
        }
        return new ReenrichReport(
                config.kafka().topic(),
                request.window(),
                request.dryRun(),
                reenrichment.isComplete(),
                enricher.version(),
                reenrichment.counts(),
                reenrichment.changes().columns(request.top()),
                notes.end(config.enrich(), reenrichment));
    }

    /**
     * The service stores clicks without countries rather than none; here a file that is missing would take what is known away. Lists
     * that are not in use yet are not asked.
     */
    static ClickEnricher enricher(EnrichConfig enrich) throws IOException {
        EnrichConfig used = enrich.withoutShadow();
        try {
            CountryLookup countries =
                    used.geoIpDbPath() == null ? CountryLookup.none() : CountryLookup.open(used.geoIpDbPath());
            return ClickEnricher.load(countries, used);
        } catch (NoSuchFileException missing) {
            throw new CommandFailedException("GeoIPDbPath " + missing.getFile() + ": there is no such file");
        }
    }
}
