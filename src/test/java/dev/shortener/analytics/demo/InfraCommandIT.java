package dev.shortener.analytics.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shortener.analytics.support.ServiceProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both servers for development, as a process. */
class InfraCommandIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String READY =
            "kafka=(127\\.0\\.0\\.1:\\d+) postgres=postgres://postgres:postgres@localhost:(\\d+)"
                    + "/shortener\\?sslmode=disable";

    @TempDir
    private Path folder;

    private final List<ServiceProcess> started = new ArrayList<>();

    @AfterEach
    void close() {
        started.forEach(process -> process.terminate().awaitExit(SOON));
    }

    @Test
    void what_both_servers_were_given_is_there_again_after_a_stop_and_after_a_kill() throws Exception {
        ServiceProcess first = infra("--kafka-port", "0", "--pg-port", "0");
        Matcher ready = first.awaitOutput(READY);
        execute(ready.group(2), "CREATE TABLE kept AS SELECT 1 AS number");
        produce(ready.group(1), "kept");
        ServiceProcess rival = infra("--kafka-port", "0", "--pg-port", "0");
        assertThat(rival.awaitExit(SOON)).isEqualTo(1);
        assertThat(errorsOf(rival)).singleElement().asString().contains("is in use by another process");
        first.terminate();
        assertThat(first.awaitExit(SOON)).as(first::toString).isZero();
        assertThat(PostgresProcesses.below(folder)).isEmpty();

        ServiceProcess second = infra("--kafka-port", "0", "--pg-port", "0");
        ready = second.awaitOutput(READY);
        execute(ready.group(2), "INSERT INTO kept VALUES (2)");
        produce(ready.group(1), "kept too");
        second.kill();

        ServiceProcess third = infra("--kafka-port", "0", "--pg-port", "0");
        ready = third.awaitOutput(READY);
        assertThat(number(ready.group(2), "SELECT sum(number) FROM kept")).isEqualTo(3);
        assertThat(consume(ready.group(1))).containsExactly("kept", "kept too");
        third.interrupt();
        assertThat(third.awaitExit(SOON)).as(third::toString).isZero();
        assertThat(PostgresProcesses.below(folder)).isEmpty();
        assertThat(third.errors()).noneMatch(line -> line.contains("NetworkClient"));
    }

    @Test
    void a_taken_port_is_one_line_and_the_other_server_does_not_stay() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            ServiceProcess noKafka = infra("--kafka-port", port, "--pg-port", "0");
            assertThat(noKafka.awaitExit(SOON)).isEqualTo(1);
            assertThat(errorsOf(noKafka))
                    .singleElement()
                    .asString()
                    .contains("Kafka cannot listen on 127.0.0.1:" + port);
            assertThat(PostgresProcesses.below(folder)).isEmpty();

            ServiceProcess noPostgres = infra("--kafka-port", "0", "--pg-port", port);
            assertThat(noPostgres.awaitExit(SOON)).isEqualTo(1);
            assertThat(errorsOf(noPostgres))
                    .singleElement()
                    .asString()
                    .contains("PostgreSQL cannot listen on 127.0.0.1:" + port);
            assertThat(PostgresProcesses.below(folder)).isEmpty();
        }
    }

    private ServiceProcess infra(String... ports) {
        List<String> arguments = new ArrayList<>(List.of("infra", "--data-dir", folder.toString()));
        arguments.addAll(List.of(ports));
        ServiceProcess infra = ServiceProcess.start(DemoMain.class, arguments.toArray(String[]::new));
        started.add(infra);
        return infra;
    }

    /** What it says of its own accord: no stack trace is among it. */
    private static List<String> errorsOf(ServiceProcess infra) {
        assertThat(infra.errors()).noneMatch(line -> line.startsWith("\tat "));
        return infra.errors().stream()
                .filter(line -> line.startsWith("error: "))
                .toList();
    }

    private static void produce(String brokers, String value) throws ExecutionException, InterruptedException {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", brokers, "acks", "all"), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>("kept", 0, null, value)).get();
        }
    }

    private static List<String> consume(String brokers) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", brokers));
                KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                        Map.of("bootstrap.servers", brokers), new StringDeserializer(), new StringDeserializer())) {
            assertThat(admin.listTopics().names().get()).contains("kept");
            TopicPartition partition = new TopicPartition("kept", 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            List<String> values = new ArrayList<>();
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
            }
            return values;
        }
    }

    private static void execute(String port, String sql) throws SQLException {
        try (Connection connection = connect(port);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long number(String port, String query) throws SQLException {
        try (Connection connection = connect(port);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getLong(1);
        }
    }

    private static Connection connect(String port) throws SQLException {
        return DriverManager.getConnection(PostgresCluster.jdbcUrl(Integer.parseInt(port), PostgresServer.DATABASE));
    }
}
