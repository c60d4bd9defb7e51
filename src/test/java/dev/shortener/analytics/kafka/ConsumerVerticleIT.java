package dev.shortener.analytics.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shortener.analytics.bus.WireCodec;
import dev.shortener.analytics.config.AppConfig;
import dev.shortener.analytics.metrics.KafkaClientMeters;
import dev.shortener.analytics.metrics.PipelineMetrics;
import dev.shortener.analytics.store.OnContext;
import dev.shortener.analytics.support.Guarantee;
import dev.shortener.analytics.support.Lab;
import dev.shortener.analytics.trace.Tracing;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.vertx.junit5.VertxTestContext;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Members of a group on a real broker, with a worker that keeps a book in place of a database. */
@ExtendWith(VertxExtension.class)
class ConsumerVerticleIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String INSTANCE_ID = "Kafka.group.instance.id";

    private final Lab lab = new Lab().withTopic();
    private final LedgerWorker worker = new LedgerWorker();
    private final List<String> impossible = new CopyOnWriteArrayList<>();
    private final List<TopicDirectory> directories = new ArrayList<>();

    /** Who assigns the partitions: a member with the cooperative-sticky assignor, or the brokers (KIP-848). */
    private enum Protocol {
        CLASSIC,
        CONSUMER;

        /** With settings for members that notice soon what the others do, and that the brokers decide in the second case. */
        Map<String, String> settings() {
            return Map.of(
                    "Kafka.group.protocol",
                    name(),
                    "Kafka.heartbeat.interval.ms",
                    "500",
                    "Kafka.session.timeout.ms",
                    "12000",
                    "Kafka.metadata.max.age.ms",
                    "1000");
        }
    }

    @BeforeEach
    void open(Vertx vertx) {
        WireCodec.registerAll(vertx.eventBus());
        OnContext.await(worker.listen(vertx));
    }

    @AfterEach
    void close(Vertx vertx) {
        worker.release();
        OnContext.await(
                Future.join(vertx.deploymentIDs().stream().map(vertx::undeploy).toList()));
        directories.forEach(TopicDirectory::close);
        lab.close();
    }

    @Test
    void it_commits_what_is_settled_at_its_undeployment(Vertx vertx, VertxTestContext test) {
        lab.send(Lab.events(0, 100));
        String member = OnContext.await(join(vertx, 0, Map.of("Batch.CommitInterval", "1m")));
        await().atMost(SOON).until(() -> worker.rowsByCode().size() == 100);
        assertThat(lab.committed()).isZero();
        vertx.undeploy(member).onComplete(test.succeeding(gone -> {
            test.verify(() -> assertThat(lab.committed()).isEqualTo(100));
            test.completeNow();
        }));
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void no_commit_passes_a_record_that_is_not_settled(Protocol protocol, Vertx vertx) {
        worker.hold(batch -> batch.partition() == 0 && batch.records().get(0).offset() == 10);
        lab.send(Lab.events(0, 400));
        OnContext.await(join(vertx, 0, with(protocol.settings(), "Batch.MaxRecords", "10")));
        await().atMost(SOON).until(() -> worker.held() == 1 && worker.answered() == 39);
        await().atMost(SOON).until(() -> lab.committedOffsets().equals(Map.of(0, 10L, 1, 100L, 2, 100L, 3, 100L)));
        worker.release();
        await().atMost(SOON).until(() -> lab.committed() == 400);
        Guarantee.checkAll(lab.codes(0, 400), worker.rowsByCode());
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void every_record_is_counted_once_while_members_join_and_leave(Protocol protocol, Vertx vertx) {
        OnContext.await(join(vertx, 0, protocol.settings()));
        OnContext.await(join(vertx, 1, protocol.settings()));
        awaitMembersThatRead(2);
        assertThat(group().type()).isEqualTo(GroupType.valueOf(protocol.name()));
        for (int round = 0; round < 2; round++) {
            lab.send(Lab.events(round * 4_000, 2_000));
            String visitor = OnContext.await(join(vertx, 2, protocol.settings()));
            awaitMembersThatRead(3);
            lab.send(Lab.events(round * 4_000 + 2_000, 2_000));
            OnContext.await(vertx.undeploy(visitor));
            awaitMembersThatRead(2);
        }
        await().atMost(SOON).until(() -> lab.committed() == 8_000);
        Guarantee.checkAll(lab.codes(0, 8_000), worker.rowsByCode());
        assertThat(worker.duplicates())
                .as("what was in flight was committed before its partition went to another member")
                .isZero();
    }

    /** The control of the test before: the book sees what is delivered again, and has one row for it all the same. */
    @Test
    void a_record_delivered_again_is_seen_and_has_one_row(Vertx vertx) throws Exception {
        lab.send(Lab.events(0, 40));
        String first = OnContext.await(join(vertx, 0, Map.of()));
        await().atMost(SOON).until(() -> lab.committed() == 40);
        OnContext.await(vertx.undeploy(first));
        TopicPartition partition = new TopicPartition(lab.topic(), 2);
        lab.admin()
                .alterConsumerGroupOffsets(lab.group(), Map.of(partition, new OffsetAndMetadata(3)))
                .all()
                .get();
        OnContext.await(join(vertx, 0, Map.of()));
        await().atMost(SOON).until(() -> worker.duplicates() == 7);
        Guarantee.checkAll(lab.codes(0, 40), worker.rowsByCode());
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void a_static_member_that_comes_back_finds_its_partitions(Protocol protocol, Vertx vertx) {
        Map<String, String> settings = with(protocol.settings(), INSTANCE_ID, "host");
        OnContext.await(join(vertx, 0, settings));
        String second = OnContext.await(join(vertx, 1, settings));
        awaitMembersThatRead(2);
        Map<String, Set<TopicPartition>> before = partitionsByInstance();
        assertThat(before).containsOnlyKeys("host-0", "host-1");
        OnContext.await(vertx.undeploy(second));
        assertThat(partitionsByInstance()).as("nobody takes its place").isEqualTo(before);
        lab.send(Lab.events(0, 400));
        OnContext.await(join(vertx, 1, settings));
        await().atMost(SOON).until(() -> lab.committed() == 400);
        assertThat(partitionsByInstance()).isEqualTo(before);
        Guarantee.checkAll(lab.codes(0, 400), worker.rowsByCode());
        assertThat(impossible).isEmpty();
    }

    /** The control of the test before: without an id, whoever goes is forgotten. */
    @ParameterizedTest
    @EnumSource(Protocol.class)
    void a_member_without_an_instance_id_leaves_its_partitions_to_the_others(Protocol protocol, Vertx vertx) {
        OnContext.await(join(vertx, 0, protocol.settings()));
        String second = OnContext.await(join(vertx, 1, protocol.settings()));
        awaitMembersThatRead(2);
        OnContext.await(vertx.undeploy(second));
        await().atMost(SOON)
                .until(() -> membersThatRead() == 1 && group().members().size() == 1);
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void of_two_members_with_the_same_instance_id_one_says_so(Protocol protocol, Vertx vertx) {
        Map<String, String> settings = with(protocol.settings(), INSTANCE_ID, "host");
        OnContext.await(join(vertx, 0, settings));
        awaitMembersThatRead(1);
        OnContext.await(join(vertx, 0, settings));
        await().atMost(SOON).until(() -> !impossible.isEmpty());
        assertThat(impossible).singleElement().asString().startsWith("Kafka refuses this consumer: ");
    }

    private Future<String> join(Vertx vertx, int member, Map<String, String> settings) {
        AppConfig config = lab.config(settings);
        ClientProperties properties = new ClientProperties(config.kafka());
        TopicDirectory topics = new TopicDirectory(vertx, properties);
        directories.add(topics);
        return vertx.deployVerticle(new ConsumerVerticle(
                new ConsumerVerticle.Settings(
                        member, lab.topic(), lab.group(), config.deadLetter(), "1", config.batch(), false),
                new ConsumerVerticle.Collaborators(
                        properties,
                        topics,
                        PipelineMetrics.NONE,
                        impossible::add,
                        new Stragglers(InstantSource.system()),
                        new Backlog(topics, lab.group(), lab.topic()),
                        InstantSource.system(),
                        KafkaClientMeters.NONE,
                        Tracing.NONE,
                        Future.succeededFuture())));
    }

    private ConsumerGroupDescription group() {
        return Lab.await(lab.admin()
                .describeConsumerGroups(List.of(lab.group()))
                .describedGroups()
                .get(lab.group()));
    }

    private void awaitMembersThatRead(int expected) {
        await().atMost(SOON)
                .ignoreExceptionsMatching(failure -> failure.getCause() instanceof GroupIdNotFoundException)
                .until(() -> membersThatRead() == expected);
    }

    /** How many members have partitions, once each partition has one of them; 0 while that is being settled. */
    private long membersThatRead() {
        ConsumerGroupDescription group = group();
        int assigned = group.members().stream()
                .mapToInt(member -> member.assignment().topicPartitions().size())
                .sum();
        return group.groupState() == GroupState.STABLE && assigned == Lab.PARTITIONS
                ? group.members().stream()
                        .filter(member -> !member.assignment().topicPartitions().isEmpty())
                        .count()
                : 0;
    }

    private Map<String, Set<TopicPartition>> partitionsByInstance() {
        return group().members().stream()
                .collect(Collectors.toMap(
                        member -> member.groupInstanceId().orElse("none"),
                        member -> member.assignment().topicPartitions()));
    }

    private static Map<String, String> with(Map<String, String> settings, String key, String value) {
        Map<String, String> more = new HashMap<>(settings);
        more.put(key, value);
        return more;
    }
}
