package dev.shortener.analytics.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shortener.analytics.app.Main;
import dev.shortener.analytics.config.KafkaConfig;
import dev.shortener.analytics.support.SecuredKafka;
import dev.shortener.analytics.support.Servers;
import dev.shortener.analytics.support.ServiceFile;
import dev.shortener.analytics.support.ServiceProcess;
import dev.shortener.analytics.support.TestCertificates;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the keys of the configuration mean to a broker with real certificates and users, and whom it turns away. */
class KafkaSecurityIT {

    private static final Duration SOON = Duration.ofSeconds(20);

    private static SecuredKafka broker;
    private static TestCertificates certificates;

    @BeforeAll
    static void start() throws Exception {
        broker = SecuredKafka.start();
        certificates = broker.certificates();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void with_an_authority_alone_it_is_tls() {
        assertThat(echo(over("SSL", Map.of()))).isEqualTo("a click");
    }

    @Test
    void a_client_certificate_is_shown_to_a_broker_that_asks_for_one() throws IOException {
        Map<String, Object> certificate = Map.of(
                "ssl.keystore.type",
                "PEM",
                "ssl.keystore.location",
                certificates.clientPem().toString());

        assertThat(echo(over("MTLS", Map.of("Kafka", certificate)))).isEqualTo("a click");
        assertThat(refusal(over("MTLS", Map.of()))).contains("Received fatal alert: bad_certificate");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", "OAUTHBEARER"})
    void user_and_password_work_with_every_mechanism_over_tls(String mechanism) {
        assertThat(echo(over("SASL_SSL", user(SecuredKafka.PASSWORD, mechanism))))
                .isEqualTo("a click");
    }

    @Test
    void without_a_mechanism_it_is_plain() {
        Map<String, Object> user = Map.of("Username", SecuredKafka.USER, "Password", SecuredKafka.PASSWORD);

        assertThat(echo(over("SASL_SSL", user))).isEqualTo("a click");
    }

    @ParameterizedTest
    @CsvSource({
        "PLAIN, Invalid username or password",
        "SCRAM-SHA-256, invalid credentials",
        "SCRAM-SHA-512, invalid credentials",
    })
    void a_wrong_password_is_turned_away_with_the_reason(String mechanism, String reason) {
        assertThat(refusal(over("SASL_SSL", user("wrong", mechanism))))
                .startsWith("the brokers do not let this client use the topic clicks: ")
                .contains(reason)
                .doesNotContain("wrong");
    }

    @Test
    void a_password_in_clear_works_where_it_is_asked_for() {
        Map<String, Object> file = new HashMap<>(user(SecuredKafka.PASSWORD, "PLAIN"));
        file.put("Kafka", Map.of("security.protocol", "SASL_PLAINTEXT"));
        file.put("Brokers", List.of(broker.broker("127.0.0.1", "SASL_PLAINTEXT")));

        assertThat(echo(TestPartitions.config(file))).isEqualTo("a click");
    }

    @Test
    void a_broker_whose_certificate_nobody_trusted_signed_is_refused() {
        assertThat(refusal(over("SSL", Map.of("CaFile", certificates.stranger().toString()))))
                .contains("SSL handshake failed");
    }

    @Test
    void a_broker_whose_certificate_is_for_another_host_is_refused() {
        assertThat(refusal(over("SSL", Map.of("Brokers", List.of(broker.broker("127.0.0.1", "SSL"))))))
                .contains("SSL handshake failed")
                .contains("127.0.0.1");
    }

    /** The control of the test before: the name alone is what is wrong. */
    @Test
    void without_the_check_of_host_names_that_broker_would_be_believed() {
        Map<String, Object> unchecked = new HashMap<>(new ClientProperties(over("SSL", Map.of())).producer("p"));
        unchecked.put("bootstrap.servers", broker.broker("127.0.0.1", "SSL"));
        unchecked.put("ssl.endpoint.identification.algorithm", "");
        try (org.apache.kafka.clients.admin.Admin admin = org.apache.kafka.clients.admin.Admin.create(unchecked)) {
            assertThat(admin.describeCluster().clusterId().toCompletionStage().toCompletableFuture())
                    .succeedsWithin(SOON);
        }
    }

    @Test
    void the_wrong_secret_gets_no_token() {
        KafkaConfig config = over("SASL_SSL", user("wrong", "OAUTHBEARER"));

        assertThatThrownBy(() -> new TopicProbe(config).close())
                .isInstanceOf(KafkaException.class)
                .rootCause()
                .hasMessageContaining("401");
    }

    @Test
    void the_service_ends_with_one_line_when_it_is_turned_away(@TempDir Path folder) {
        String file = ServiceFile.of(
                broker.broker("localhost", "SASL_SSL"),
                Servers.newDatabase(),
                folder,
                """
                CaFile: %s
                Username: %s
                Password: a-wrong-one
                DevServer: {Enabled: false}
                """
                        .formatted(certificates.authority(), SecuredKafka.USER));

        ServiceProcess service = ServiceProcess.start(List.of(), Main.class, "-conf", file);

        assertThat(service.awaitExit(SOON)).as(service::toString).isEqualTo(1);
        assertThat(service.errors())
                .last()
                .asString()
                .isEqualTo(
                        "error: the brokers do not let this client use the topic clicks: Authentication failed: Invalid"
                                + " username or password");
        assertThat(service.errors()).noneMatch(line -> line.contains("a-wrong-one") || line.contains("Exception"));
    }

    private static Map<String, Object> user(String password, String mechanism) {
        Map<String, Object> kafka = new HashMap<>(Map.of("sasl.mechanism", mechanism));
        if (mechanism.equals("OAUTHBEARER")) {
            kafka.put("sasl.oauthbearer.token.endpoint.url", broker.tokens().endpoint());
        }
        return Map.of("Username", SecuredKafka.USER, "Password", password, "Kafka", kafka);
    }

    private static KafkaConfig over(String listener, Map<String, Object> more) {
        Map<String, Object> file = new HashMap<>(Map.of(
                "Brokers",
                List.of(broker.broker("localhost", listener)),
                "CaFile",
                certificates.authority().toString()));
        file.putAll(more);
        return TestPartitions.config(file);
    }

    /** A value that went to the broker and back, by way of all three clients. */
    private static String echo(KafkaConfig config) {
        ClientProperties properties = new ClientProperties(config);
        String topic = "echo-" + UUID.randomUUID();
        Vertx vertx = Vertx.vertx();
        TopicDirectory topics = new TopicDirectory(vertx, properties);
        try (ClickPublisher publisher = new ClickPublisher(properties, topic);
                KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(properties.consumer(0, 10))) {
            topics.ensure(topic).await();
            publisher.publish("a click".getBytes(StandardCharsets.UTF_8));
            publisher.flush();
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            return first(consumer);
        } finally {
            topics.close();
            vertx.close().await();
        }
    }

    private static String first(KafkaConsumer<byte[], byte[]> consumer) {
        long deadline = System.nanoTime() + SOON.toNanos();
        while (System.nanoTime() < deadline) {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofMillis(100));
            for (ConsumerRecord<byte[], byte[]> record : records) {
                return new String(record.value(), StandardCharsets.UTF_8);
            }
        }
        return "nothing";
    }

    /** What the service says when it is turned away at its start. */
    private static String refusal(KafkaConfig config) {
        Vertx vertx = Vertx.vertx();
        TopicDirectory topics = new TopicDirectory(vertx, new ClientProperties(config));
        try {
            topics.ensure("clicks").await(SOON.toSeconds(), TimeUnit.SECONDS);
            return "let in";
        } catch (KafkaException refused) {
            return String.valueOf(refused.getMessage());
        } catch (java.util.concurrent.TimeoutException waiting) {
            return "waits for ever";
        } finally {
            topics.close();
            vertx.close().await();
        }
    }
}
