package dev.shortener.analytics.support;

import dev.shortener.analytics.config.AppConfig;
import dev.shortener.analytics.config.ConfigLoader;
import dev.shortener.analytics.store.Migrations;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;

/**
 * A topic, a group and a database of one test's own, on the shared servers: what is sent, what is stored, what is dead-lettered. For
 * the thread of one test.
 */
public final class Lab implements AutoCloseable {

    public static final int PARTITIONS = 4;

    private final String name = "t" + UUID.randomUUID().toString().substring(0, 8);
    private final String brokers;
    private final String database;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Admin admin;

    /** With a database on the shared server. */
    public Lab() {
        this(Servers.newDatabase());
    }

    /**
     * With a database of the test's own.
     *
     * @param database its URL
     */
    public Lab(String database) {
        this(Servers.kafka().bootstrapServers(), database);
    }

    /**
     * With servers of the test's own.
     *
     * @param brokers {@code host:port}
     * @param database its URL
     */
    public Lab(String brokers, String database) {
        this.brokers = brokers;
        this.database = database;
        admin = Admin.create(Map.of("bootstrap.servers", brokers));
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", brokers, "acks", "all", "linger.ms", 5, "delivery.timeout.ms", 120_000),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        new Migrations(config(Map.of()).database()).migrate();
    }

    /** Creates the topic with {@link #PARTITIONS} partitions: without it, the pipeline makes it. */
    public Lab withTopic() {
        await(admin.createTopics(List.of(new NewTopic(topic(), PARTITIONS, (short) 1)))
                .all());
        Awaitility.await().ignoreExceptions().until(this::leadersAnswer);
        return this;
    }

    /** Before that, a producer with several requests on their way may never get its first batch through. */
    private boolean leadersAnswer() {
        Map<TopicPartition, OffsetSpec> partitions = IntStream.range(0, PARTITIONS)
                .boxed()
                .collect(Collectors.toMap(
                        partition -> new TopicPartition(topic(), partition), partition -> OffsetSpec.earliest()));
        return await(admin.listOffsets(partitions).all()).size() == PARTITIONS;
    }

    public String topic() {
        return name + "-clicks";
    }

    public String group() {
        return name + "-group";
    }

    public String deadLetterTopic() {
        return topic() + ".dlq";
    }

    public String database() {
        return database;
    }

    public String brokers() {
        return brokers;
    }

    public AppConfig config(Map<String, String> overrides) {
        return ConfigLoader.load(configMap(), Map.of(), overrides);
    }

    /** What the configuration file says. */
    public Map<String, Object> configMap() {
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("Name", name);
        file.put("Brokers", List.of(brokers));
        file.put("Group", group());
        file.put("Topic", topic());
        file.put("Offset", "first");
        file.put("DataSource", database);
        file.put("DevServer", Map.of("Enabled", false));
        file.put("Http", Map.of("Enabled", false));
        file.put("Grpc", Map.of("Enabled", false));
        return file;
    }

    // ---- Kafka

    /** Sends values, spread over the partitions, and waits until the broker has them. */
    public List<RecordMetadata> send(Collection<String> values) {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        int next = 0;
        for (String value : values) {
            sent.add(producer.send(
                    new ProducerRecord<>(topic(), next++ % PARTITIONS, null, value.getBytes(StandardCharsets.UTF_8))));
        }
        producer.flush();
        return sent.stream().map(Lab::await).toList();
    }

    public RecordMetadata send(ProducerRecord<byte[], byte[]> record) {
        return await(producer.send(record));
    }

    /** One event of a click. */
    public static String event(String shortCode, long timestamp) {
        return "{\"short_code\":\"" + shortCode + "\",\"timestamp\":" + timestamp
                + ",\"ip\":\"203.0.113.9\",\"user_agent\":\"curl/8.0\",\"referer\":\"https://www.google.com/\"}";
    }

    /** Events with short codes of their own, from a number on. */
    public static List<String> events(int from, int count) {
        List<String> events = new ArrayList<>(count);
        for (int number = from; number < from + count; number++) {
            events.add(event(code(number), 1_731_000_000L + number % 1_000));
        }
        return events;
    }

    /** The short code of event number so-and-so. */
    public static String code(int number) {
        return String.format("c%07d", number);
    }

    public List<ConsumerRecord<byte[], byte[]>> deadLetters(int expected) {
        try (KafkaConsumer<byte[], byte[]> reader = new KafkaConsumer<>(
                Map.of("bootstrap.servers", brokers, "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = reader.partitionsFor(deadLetterTopic()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            reader.assign(partitions);
            reader.seekToBeginning(partitions);
            List<ConsumerRecord<byte[], byte[]>> letters = new ArrayList<>();
            long deadline = System.nanoTime()
                    + Duration.ofSeconds(expected == 0 ? 1 : 20).toNanos();
            while (System.nanoTime() < deadline && (expected == 0 || letters.size() < expected)) {
                reader.poll(Duration.ofMillis(100)).forEach(letters::add);
            }
            return letters;
        }
    }

    /** Sum of the committed positions of all partitions, less where they start: records that were committed. */
    public long committed() {
        return committedOffsets().values().stream().mapToLong(Long::longValue).sum();
    }

    /** How many records the topic has. */
    public long endOffsets() {
        Map<TopicPartition, OffsetSpec> partitions = IntStream.range(0, PARTITIONS)
                .boxed()
                .collect(Collectors.toMap(
                        partition -> new TopicPartition(topic(), partition), partition -> OffsetSpec.latest()));
        return await(admin.listOffsets(partitions).all()).values().stream()
                .mapToLong(ListOffsetsResultInfo::offset)
                .sum();
    }

    public Map<Integer, Long> committedOffsets() {
        Map<TopicPartition, OffsetAndMetadata> offsets =
                await(admin.listConsumerGroupOffsets(group()).partitionsToOffsetAndMetadata());
        return offsets.entrySet().stream()
                .collect(Collectors.toMap(entry -> entry.getKey().partition(), entry -> entry.getValue()
                        .offset()));
    }

    /** Events from a number on, and what they must become: one row each. */
    public List<String> codes(int from, int count) {
        return IntStream.range(from, from + count).mapToObj(Lab::code).toList();
    }

    public Admin admin() {
        return admin;
    }

    // ---- PostgreSQL

    public long count() {
        return number("SELECT count(*) FROM clicks");
    }

    public long number(String query) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getLong(1);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    public void execute(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** Rows get ids that do not come from where a record stands: what a control takes away of "nothing twice". */
    public void giveRandomIds() {
        execute("CREATE FUNCTION any_id() RETURNS trigger LANGUAGE plpgsql AS"
                + " $$ BEGIN NEW.id := gen_random_uuid(); RETURN NEW; END $$");
        execute("CREATE TRIGGER any_id BEFORE INSERT ON clicks FOR EACH ROW EXECUTE FUNCTION any_id()");
    }

    /** Every statement that writes clicks takes so many seconds more, so that there is a half way. */
    public void slowDown(double seconds) {
        execute("CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(" + seconds
                + "); RETURN NULL; END $$");
        execute("CREATE TRIGGER slow BEFORE INSERT ON clicks FOR EACH STATEMENT EXECUTE FUNCTION slow()");
    }

    /** Ends {@link #slowDown}. Returns when no statement of before is under way any more: each of them holds the table. */
    public void goOnQuickly() {
        execute("DROP TRIGGER slow ON clicks");
    }

    /** How many rows each short code has. */
    public Map<String, Integer> rowsByCode() {
        Map<String, Integer> rows = new HashMap<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT short_code, count(*) FROM clicks GROUP BY 1")) {
            while (result.next()) {
                rows.put(result.getString(1), result.getInt(2));
            }
            return rows;
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    public Connection connect() throws SQLException {
        return DriverManager.getConnection(Servers.jdbc(database));
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(2));
        admin.close(Duration.ofSeconds(2));
    }

    public static <T> T await(Future<T> answer) {
        try {
            return answer.get();
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
