package dev.shortener.analytics.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class EmbeddedKafkaIT {

    @TempDir
    Path dir;

    @Test
    void a_record_and_the_port_survive_a_restart() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(BrokerSettings.in(dir))) {
            String before = kafka.bootstrapServers();
            produce(kafka, "clicks", "one");

            kafka.stop();
            kafka.startAgain();

            assertThat(kafka.bootstrapServers()).isEqualTo(before);
            assertThat(consume(kafka, "clicks")).containsExactly("one");
        }
    }

    @Test
    void another_broker_on_the_same_directory_has_the_same_cluster_id() throws Exception {
        assertThat(clusterIdOfNewBroker()).isEqualTo(clusterIdOfNewBroker());
    }

    @Test
    void a_topic_made_by_use_has_the_partitions_of_the_settings() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(BrokerSettings.in(dir).withPartitions(3))) {
            produce(kafka, "by-use", "one");

            assertThat(partitions(kafka, "by-use")).isEqualTo(3);
        }
    }

    @Test
    void extra_properties_win() throws Exception {
        BrokerSettings settings = BrokerSettings.in(dir).withProperties(Map.of("num.partitions", "2"));
        try (EmbeddedKafka kafka = EmbeddedKafka.start(settings)) {
            produce(kafka, "extra", "one");

            assertThat(partitions(kafka, "extra")).isEqualTo(2);
        }
    }

    @Test
    void a_taken_port_is_one_line_that_names_the_port() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> EmbeddedKafka.start(BrokerSettings.in(dir).withPort(taken.getLocalPort())))
                    .isInstanceOf(PortTakenException.class)
                    .hasMessageContaining("Kafka cannot listen on 127.0.0.1:" + taken.getLocalPort())
                    .hasMessageNotContaining("\n");
        }
    }

    private String clusterIdOfNewBroker() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(BrokerSettings.in(dir));
                Admin admin = admin(kafka)) {
            return admin.describeCluster().clusterId().get();
        }
    }

    private static void produce(EmbeddedKafka kafka, String topic, String value) throws Exception {
        Map<String, Object> properties = Map.of("bootstrap.servers", kafka.bootstrapServers(), "acks", "all");
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, value)).get();
        }
    }

    /** Through a group, so that the offsets topic is needed as well. */
    private static List<String> consume(EmbeddedKafka kafka, String topic) {
        Map<String, Object> properties = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers(),
                ConsumerConfig.GROUP_ID_CONFIG, "group",
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(topic));
            List<String> values = List.of();
            while (values.isEmpty()) {
                values = StreamSupport.stream(
                                consumer.poll(Duration.ofSeconds(1)).spliterator(), false)
                        .map(record -> record.value())
                        .toList();
            }
            return values;
        }
    }

    private static int partitions(EmbeddedKafka kafka, String topic) throws Exception {
        try (Admin admin = admin(kafka)) {
            return admin.describeTopics(List.of(topic))
                    .allTopicNames()
                    .get()
                    .get(topic)
                    .partitions()
                    .size();
        }
    }

    private static Admin admin(EmbeddedKafka kafka) {
        return Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
    }
}
