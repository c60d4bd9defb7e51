package dev.shortener.analytics.app;

import static org.awaitility.Awaitility.await;

import dev.shortener.analytics.bus.RecordBatch;
import dev.shortener.analytics.config.AppConfig;
import dev.shortener.analytics.config.EnrichConfig;
import dev.shortener.analytics.enrich.ClickDecoder;
import dev.shortener.analytics.enrich.ClickEnricher;
import dev.shortener.analytics.kafka.TopicScan;
import dev.shortener.analytics.metrics.PipelineMetrics;
import dev.shortener.analytics.store.Migrations;
import dev.shortener.analytics.store.OnContext;
import dev.shortener.analytics.store.PgClickWriter;
import dev.shortener.analytics.support.Lab;
import dev.shortener.analytics.support.Servers;
import dev.shortener.analytics.worker.BatchPreparation;
import dev.shortener.analytics.worker.ShadowComparison;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Clicks that were stored by one set of lists, and better lists to mend them with. For the thread of one test. */
final class PastLab implements AutoCloseable {

    static final long TIME = 1_731_000_000L;
    static final ReenrichWindow ALL = ReenrichWindow.of("2024-11-01", "2024-12-01");

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String DERIVED =
            "country_code, device_type, traffic_source, traffic_channel, browser, os, region, city";

    /** Of the jar, and better ones; loading them takes longer than any test. */
    private static final Map<EnrichConfig, ClickEnricher> ENRICHERS = new ConcurrentHashMap<>();

    private static final Path BETTER_LISTS = betterLists();

    private final Lab lab = new Lab().withTopic();

    Lab lab() {
        return lab;
    }

    /** The clicks of the lab are curl's, on a page of Google's; a browser's clicks are told alike by both. */
    private static Path betterLists() {
        try {
            Path folder = Files.createTempDirectory("better-lists");
            Files.writeString(folder.resolve("agents.tsv"), "curl-phone\tcurl/\tMobile\tfor a test\tcurl/8.0\n");
            Files.writeString(
                    folder.resolve("sources.tsv"),
                    "google.com\tgoogle mail\tEmail\n*.google.com\tgoogle mail\tEmail\n");
            return folder;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** How they are configured. */
    static Map<String, String> better() {
        return Map.of("Enrich.Rules", BETTER_LISTS.toString());
    }

    /** An event that both sets of lists tell alike. */
    static String browserEvent(String shortCode) {
        return "{\"short_code\":\"" + shortCode + "\",\"timestamp\":" + TIME
                + ",\"ip\":\"81.2.69.142\",\"user_agent\":\"Mozilla/5.0"
                + " (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0\",\"referer\":\"\"}";
    }

    ProducerRecord<byte[], byte[]> record(int partition, String value) {
        return new ProducerRecord<>(lab.topic(), partition, null, value.getBytes(StandardCharsets.UTF_8));
    }

    static ProducerRecord<byte[], byte[]> with(ProducerRecord<byte[], byte[]> record, String header, String value) {
        record.headers().add(header, value.getBytes(StandardCharsets.UTF_8));
        return record;
    }

    /** Runs the service until all that was sent is stored. */
    void consume(Map<String, String> overrides) {
        RunningPipeline pipeline = RunningPipeline.start(lab.config(overrides));
        try {
            await().atMost(SOON).until(() -> lab.committed() == lab.endOffsets());
        } finally {
            pipeline.stop();
        }
    }

    /** Stores all that was sent as the service would, by its own parts, in the order of the partitions. */
    void store(Map<String, String> overrides) {
        store(lab.config(overrides), lab);
    }

    private static void store(AppConfig config, Lab lab) {
        BatchPreparation preparation = new BatchPreparation(
                new ClickDecoder(InstantSource.system()), cached(config.enrich()), ShadowComparison.NONE);
        Vertx vertx = Vertx.vertx();
        Context context = vertx.getOrCreateContext();
        try (TopicScan scan = new TopicScan(config.kafka(), lab.topic(), 500)) {
            PgClickWriter writer = OnContext.await(OnContext.call(
                    context,
                    () -> Future.succeededFuture(new PgClickWriter(
                            vertx, config.database(), Duration.ofSeconds(15), PipelineMetrics.NONE))));
            for (var batch = scan.next(); batch.isPresent(); batch = scan.next()) {
                RecordBatch records = batch.get();
                OnContext.await(OnContext.call(
                        context, () -> writer.write(preparation.enrich(records, preparation.decode(records)))));
            }
            OnContext.await(OnContext.call(context, writer::close));
        } finally {
            OnContext.await(vertx.close());
        }
    }

    private static ClickEnricher cached(EnrichConfig config) {
        return ENRICHERS.computeIfAbsent(config, absent -> {
            try {
                return ReenrichRun.enricher(absent);
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        });
    }

    ReenrichReport reenrich(Map<String, String> overrides, boolean dryRun) throws IOException {
        return reenrich(overrides, new ReenrichRequest(ALL, dryRun, false, 10));
    }

    ReenrichReport reenrich(Map<String, String> overrides, ReenrichRequest request) throws IOException {
        return ReenrichRun.run(lab.config(overrides), request, PastLab::cached, Future.future(never -> {}));
    }

    /** The derived columns of each row, by id; but for {@code old}, which stands for all that is of other times. */
    Map<String, String> rows() {
        return rows(lab.database());
    }

    /** The same of a service that starts now, with these lists, on an empty database. */
    Map<String, String> rowsOfAFreshRun(Map<String, String> overrides) {
        String database = Servers.newDatabase();
        Map<String, String> fresh = new HashMap<>(overrides);
        fresh.put("DataSource", database);
        fresh.put("Group", lab.group() + "-fresh");
        new Migrations(lab.config(fresh).database()).migrate();
        store(lab.config(fresh), lab);
        return rows(database);
    }

    /** Which transaction wrote each row: another one after any update, also after one that changes nothing. */
    Map<String, String> writers() {
        return query(lab.database(), "SELECT id, xmin FROM clicks");
    }

    static Map<String, String> rows(String database) {
        return query(database, "SELECT id, (" + DERIVED + ")::text FROM clicks WHERE short_code <> 'old'");
    }

    private static Map<String, String> query(String database, String sql) {
        try (Connection connection = DriverManager.getConnection(Servers.jdbc(database));
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            Map<String, String> rows = new TreeMap<>();
            while (result.next()) {
                rows.put(result.getString(1), result.getString(2));
            }
            return rows;
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** Rows that were changed in a column from one value to another. */
    static long changes(ReenrichReport report, String column, String from, String to) {
        return report.columns().stream()
                .filter(tally -> tally.name().equals(column))
                .flatMap(tally -> tally.top().stream())
                .filter(change -> List.of(from, to).equals(List.of(change.from(), change.to())))
                .mapToLong(change -> change.rows())
                .sum();
    }

    @Override
    public void close() {
        lab.close();
    }
}
