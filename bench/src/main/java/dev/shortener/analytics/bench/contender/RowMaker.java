package dev.shortener.analytics.bench.contender;

import dev.shortener.analytics.enrich.ClickDecoder;
import dev.shortener.analytics.enrich.ClickEnricher;
import dev.shortener.analytics.enrich.CountryLookup;
import dev.shortener.analytics.enrich.Decoded;
import dev.shortener.analytics.event.ClickEvent;
import dev.shortener.analytics.event.Position;
import dev.shortener.analytics.event.TopicIdentity;
import dev.shortener.analytics.store.ClickIds;
import dev.shortener.analytics.store.ClickRow;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** From record to row as the product does it: decode, enrich, id. Thread-safe. */
final class RowMaker {

    private static final Path COUNTRIES = Path.of("data", "country.mmdb");

    private final ClickDecoder decoder = new ClickDecoder(InstantSource.system());
    private final ClickEnricher enricher;
    private final TopicIdentity topic;

    private RowMaker(ClickEnricher enricher, TopicIdentity topic) {
        this.enricher = enricher;
        this.topic = topic;
    }

    /** Reads all lists, and asks the brokers who the topic is. */
    static RowMaker load(Task task) throws IOException, InterruptedException, ExecutionException {
        TopicIdentity topic = identity(task);
        return new RowMaker(ClickEnricher.load(CountryLookup.open(COUNTRIES), List.of()), topic);
    }

    List<ClickRow> rows(Iterable<ConsumerRecord<byte[], byte[]>> records) {
        List<ClickRow> rows = new ArrayList<>();
        records.forEach(record -> rows.add(row(record)));
        return rows;
    }

    /** @throws IllegalArgumentException for what is no click: there is none in a benchmark */
    ClickRow row(ConsumerRecord<byte[], byte[]> record) {
        if (!(decoder.decode(record.value(), null) instanceof Decoded.Click click)) {
            throw new IllegalArgumentException("no click at " + record.partition() + ":" + record.offset());
        }
        ClickEvent event = click.event();
        ClickEnricher.VersionedClick made = enricher.enrichWithVersion(event);
        Position position = new Position(topic, record.partition(), record.offset());
        return new ClickRow(ClickIds.of(event, position), made.click(), made.version());
    }

    private static TopicIdentity identity(Task task) throws InterruptedException, ExecutionException {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, task.brokers()))) {
            String cluster = admin.describeCluster().clusterId().get();
            Collection<TopicDescription> only = admin.describeTopics(List.of(task.topic()))
                    .allTopicNames()
                    .get()
                    .values();
            return new TopicIdentity(
                    cluster, task.topic(), only.iterator().next().topicId().toString());
        }
    }
}
