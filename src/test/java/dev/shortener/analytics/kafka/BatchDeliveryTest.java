package dev.shortener.analytics.kafka;

import static dev.shortener.analytics.kafka.TestPartitions.FIRST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.shortener.analytics.bus.Addresses;
import dev.shortener.analytics.bus.BatchOutcome;
import dev.shortener.analytics.bus.BatchOutcome.Failed;
import dev.shortener.analytics.bus.BatchOutcome.Impossible;
import dev.shortener.analytics.bus.BatchOutcome.Settled;
import dev.shortener.analytics.bus.RecordBatch;
import dev.shortener.analytics.bus.WireCodec;
import dev.shortener.analytics.config.DeadLetterConfig;
import dev.shortener.analytics.kafka.BatchDelivery.ImpossibleException;
import dev.shortener.analytics.kafka.BatchDelivery.StaleException;
import dev.shortener.analytics.metrics.KafkaClientMeters;
import dev.shortener.analytics.metrics.PipelineMetrics;
import dev.shortener.analytics.store.OnContext;
import dev.shortener.analytics.trace.Tracing;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On a real event bus, with workers that answer as the test wants. */
class BatchDeliveryTest {

    private static final Settled ALL_STORED = new Settled(3, 0, List.of());

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final Assignment assignment = TestPartitions.both();
    private final PartitionIntake intake = assignment.intakeOf(FIRST);
    private final List<RecordBatch> received = new ArrayList<>();

    @BeforeEach
    void open() {
        WireCodec.registerAll(vertx.eventBus());
    }

    @AfterEach
    void close() {
        OnContext.await(vertx.close());
    }

    @Test
    void records_reach_a_worker_and_its_outcome_comes_back() {
        worker(message -> message.reply(ALL_STORED));
        assertThat(OnContext.await(deliver())).isEqualTo(ALL_STORED);
        assertThat(received).singleElement().satisfies(batch -> {
            assertThat(batch.topic()).isEqualTo(TestPartitions.TOPIC);
            assertThat(batch.records()).extracting(record -> record.offset()).containsExactly(10L, 11L, 12L);
        });
    }

    @Test
    void a_batch_goes_round_until_the_world_is_whole_again() {
        worker(message -> reply(message, received.size() < 4 ? new Failed("no connection") : ALL_STORED));
        assertThat(OnContext.await(deliver())).isEqualTo(ALL_STORED);
        assertThat(received).hasSize(4);
        assertThat(intake.isStuck()).as("until the span is settled").isTrue();
    }

    @Test
    void a_worker_that_does_not_answer_is_asked_again() {
        worker(message -> {
            if (received.size() > 1) {
                message.reply(ALL_STORED);
            }
        });
        assertThat(OnContext.await(deliver())).isEqualTo(ALL_STORED);
        assertThat(received).hasSize(2);
    }

    @Test
    void a_batch_waits_for_a_worker_to_be_there() {
        Future<Settled> outcome = deliver();
        worker(message -> message.reply(ALL_STORED));
        assertThat(OnContext.await(outcome)).isEqualTo(ALL_STORED);
    }

    @Test
    void what_only_a_person_can_mend_is_not_tried_again() {
        worker(message -> message.reply(new Impossible("the table is missing")));
        assertThat(OnContext.awaitFailure(deliver()))
                .isInstanceOf(ImpossibleException.class)
                .hasMessage("the table is missing");
        assertThat(received).hasSize(1);
    }

    @Test
    void a_batch_of_a_partition_that_has_gone_is_not_tried_again() {
        worker(message -> {
            assignment.end(Set.of(FIRST));
            message.reply(new Failed("no connection"));
        });
        assertThat(OnContext.awaitFailure(deliver())).isInstanceOf(StaleException.class);
        assertThat(received).hasSize(1);
    }

    @Test
    void the_outcome_of_a_partition_that_has_gone_is_dropped_even_if_it_came_back() {
        worker(message -> {
            assignment.end(Set.of(FIRST));
            assignment.begin(Set.of(FIRST), intake.topic());
            message.reply(ALL_STORED);
        });
        assertThat(OnContext.awaitFailure(deliver())).isInstanceOf(StaleException.class);
    }

    /** With a link of futures for each attempt, the last one would overflow the stack. */
    @Test
    void a_week_without_a_database_ends_like_a_second_without() {
        SimulatedTime time = new SimulatedTime();
        int[] attempts = {0};
        Workers away = batch -> Future.succeededFuture(++attempts[0] < 120_000 ? new Failed("away") : ALL_STORED);
        List<ConsumerRecord<byte[], byte[]>> records = TestPartitions.records(10, 3);
        Future<Settled> outcome = new BatchDelivery(
                        services(away, time), intake, intake.open(10, 12, Load.of(records)), records)
                .deliver();
        time.pass(Duration.ofDays(7).toMillis());
        assertThat(outcome.result()).isEqualTo(ALL_STORED);
    }

    /** That is what it costs to have tracing and not to use it. */
    @Test
    void without_tracing_no_record_is_asked_for_its_trace() {
        List<String> asked = new ArrayList<>();
        List<ConsumerRecord<byte[], byte[]>> records = List.of(new ConsumerRecord<>(
                FIRST.topic(),
                FIRST.partition(),
                10,
                0,
                TimestampType.CREATE_TIME,
                0,
                1,
                null,
                new byte[1],
                new RecordHeaders() {
                    @Override
                    public Header lastHeader(String key) {
                        asked.add(key);
                        return super.lastHeader(key);
                    }
                },
                Optional.empty()));
        worker(message -> message.reply(ALL_STORED));

        OnContext.await(OnContext.call(
                context,
                () -> new BatchDelivery(services(), intake, intake.open(10, 10, Load.of(records)), records).deliver()));

        assertThat(asked).contains("ce_id").doesNotContain("traceparent");
        assertThat(received).singleElement().extracting(RecordBatch::trace).isNull();
    }

    private Future<Settled> deliver() {
        List<ConsumerRecord<byte[], byte[]>> records = TestPartitions.records(10, 3);
        return OnContext.call(
                context,
                () -> new BatchDelivery(services(), intake, intake.open(10, 12, Load.of(records)), records).deliver());
    }

    private BatchDelivery.Services services() {
        return services(new EventBusWorkers(vertx.eventBus(), Duration.ofMillis(200)), Timers.of(vertx));
    }

    private BatchDelivery.Services services(Workers workers, Timers timers) {
        ClientProperties properties = new ClientProperties(TestPartitions.config(Map.of()));
        return new BatchDelivery.Services(
                workers,
                new DeadLetterPublisher(
                        vertx,
                        properties,
                        new DeadLetterFormat(new DeadLetterConfig("clicks.dlq"), "group", "1"),
                        () -> Future.succeededFuture(TestPartitions.TOPIC),
                        KafkaClientMeters.NONE),
                PipelineMetrics.NONE,
                new Backoff(Duration.ofMillis(2), Duration.ofMillis(10), new Random(1)),
                new RetryLog(InstantSource.system()),
                timers,
                Tracing.NONE);
    }

    private void worker(Consumer<Message<RecordBatch>> answer) {
        OnContext.await(OnContext.call(context, () -> vertx.eventBus()
                .<RecordBatch>localConsumer(Addresses.BATCHES, message -> {
                    received.add(message.body());
                    answer.accept(message);
                })
                .completion()));
    }

    private static void reply(Message<RecordBatch> message, BatchOutcome outcome) {
        message.reply(outcome);
    }
}
