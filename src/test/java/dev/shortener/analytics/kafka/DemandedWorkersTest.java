package dev.shortener.analytics.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shortener.analytics.bus.Addresses;
import dev.shortener.analytics.bus.BatchOutcome;
import dev.shortener.analytics.bus.BatchOutcome.Failed;
import dev.shortener.analytics.bus.BatchOutcome.Settled;
import dev.shortener.analytics.bus.DemandedBatches;
import dev.shortener.analytics.bus.RecordBatch;
import dev.shortener.analytics.bus.WireCodec;
import dev.shortener.analytics.event.RawRecord;
import dev.shortener.analytics.store.OnContext;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A consumer and workers that ask it for batches, on a real event bus. */
class DemandedWorkersTest {

    private static final Settled STORED = new Settled(1, 0, List.of());

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final List<Promise<BatchOutcome>> held = new CopyOnWriteArrayList<>();

    @BeforeEach
    void open() {
        WireCodec.registerAll(vertx.eventBus());
    }

    @AfterEach
    void close() {
        OnContext.await(vertx.close());
    }

    @Test
    void batches_reach_workers_that_ask_and_their_outcomes_come_back() {
        DemandedWorkers workers = consumer(Duration.ofSeconds(20));
        worker(batch -> Future.succeededFuture(STORED));
        worker(batch -> Future.succeededFuture(STORED));
        List<Future<BatchOutcome>> outcomes = process(workers, 20);
        assertThat(outcomes)
                .allSatisfy(outcome -> assertThat(OnContext.await(outcome)).isEqualTo(STORED));
    }

    @Test
    void a_worker_that_is_there_later_gets_what_waits() {
        DemandedWorkers workers = consumer(Duration.ofSeconds(20));
        List<Future<BatchOutcome>> outcomes = process(workers, 3);
        worker(batch -> Future.succeededFuture(STORED));
        assertThat(outcomes)
                .allSatisfy(outcome -> assertThat(OnContext.await(outcome)).isEqualTo(STORED));
    }

    @Test
    void a_worker_holds_one_batch_of_a_consumer_however_many_wait() {
        DemandedWorkers workers = consumer(Duration.ofSeconds(20));
        worker(this::hold);
        worker(this::hold);
        List<Future<BatchOutcome>> outcomes = process(workers, 10);
        await().until(() -> held.size() == 2);
        await().during(Duration.ofMillis(1_500)).until(() -> held.size() == 2);
        context.runOnContext(now -> held.get(0).complete(STORED));
        await().until(() -> held.size() == 3);
        await().until(() -> outcomes.stream().filter(Future::isComplete).count() == 1);
    }

    @Test
    void a_batch_that_nobody_asks_for_is_not_lost_but_not_known_either() {
        DemandedWorkers workers = consumer(Duration.ofMillis(200));
        assertThat(OnContext.await(process(workers, 1).get(0)))
                .isInstanceOfSatisfying(Failed.class, failed -> assertThat(failed.message())
                        .isEqualTo("no worker has asked for a batch for PT0.2S"));
    }

    @Test
    void a_worker_that_never_answers_is_waited_for_a_bounded_time() {
        DemandedWorkers workers = consumer(Duration.ofMillis(200));
        worker(this::hold);
        assertThat(OnContext.await(process(workers, 1).get(0))).isInstanceOf(Failed.class);
    }

    @Test
    void what_a_node_held_that_has_left_the_cluster_is_given_up_at_once_and_nothing_else_is() {
        DemandedWorkers workers = consumer(Duration.ofMinutes(10));
        worker("gone", this::hold);
        Future<BatchOutcome> lost = process(workers, 1).get(0);
        await().until(() -> held.size() == 1);
        worker("here", this::hold);
        Future<BatchOutcome> kept = process(workers, 1).get(0);
        await().until(() -> held.size() == 2);
        departs("gone");
        assertThat(OnContext.await(lost)).isEqualTo(new Failed("the worker's node has left the cluster"));
        held.get(1).complete(STORED);
        assertThat(OnContext.await(kept)).isEqualTo(STORED);
    }

    /** The control: without tidings of the node, there is only the time that an answer may take. */
    @Test
    void without_tidings_of_the_node_what_it_held_is_waited_for() {
        DemandedWorkers workers = consumer(Duration.ofMinutes(10));
        worker("gone", this::hold);
        Future<BatchOutcome> lost = process(workers, 1).get(0);
        await().until(() -> held.size() == 1);
        departs("another");
        await().during(Duration.ofMillis(500)).until(() -> !lost.isComplete());
    }

    @Test
    void a_node_that_has_left_the_cluster_is_sent_nothing_that_it_has_asked_for() {
        Promise<String> announced = Promise.promise();
        vertx.eventBus().<String>consumer(Addresses.CONSUMERS, heard -> announced.tryComplete(heard.body()));
        DemandedWorkers workers = consumer(Duration.ofMinutes(10));
        String address = OnContext.await(announced.future());
        Future<Message<RecordBatch>> gone = vertx.eventBus().request(address, "gone");
        departs("gone");
        Future<Message<RecordBatch>> here = vertx.eventBus().request(address, "here");
        process(workers, 1);
        assertThat(OnContext.await(here).body()).isNotNull();
        assertThat(gone.isComplete()).isFalse();
    }

    @Test
    void a_worker_that_stops_answers_what_it_holds_and_takes_nothing_more() {
        DemandedWorkers workers = consumer(Duration.ofSeconds(20));
        DemandedBatches source = worker(this::hold);
        List<Future<BatchOutcome>> outcomes = process(workers, 2);
        await().until(() -> held.size() == 1);
        OnContext.await(OnContext.call(context, () -> {
            Future<Void> stopped = source.stop();
            held.get(0).complete(STORED);
            return stopped;
        }));
        assertThat(OnContext.await(outcomes.get(0))).isEqualTo(STORED);
        assertThat(held).hasSize(1);
        assertThat(outcomes.get(1).isComplete()).isFalse();
    }

    @Test
    void a_consumer_that_comes_back_is_asked_again() {
        DemandedWorkers gone = consumer(Duration.ofSeconds(20));
        worker(batch -> Future.succeededFuture(STORED));
        assertThat(OnContext.await(process(gone, 1).get(0))).isEqualTo(STORED);
        OnContext.await(OnContext.call(context, gone::stop));
        DemandedWorkers next = consumer(Duration.ofSeconds(20));
        assertThat(OnContext.await(process(next, 1).get(0))).isEqualTo(STORED);
    }

    private Future<BatchOutcome> hold(RecordBatch batch) {
        Promise<BatchOutcome> outcome = Promise.promise();
        held.add(outcome);
        return outcome.future();
    }

    private DemandedWorkers consumer(Duration answerTimeout) {
        DemandedWorkers workers = new DemandedWorkers(vertx.eventBus(), Timers.of(vertx), answerTimeout);
        OnContext.await(OnContext.call(context, workers::start));
        return workers;
    }

    private DemandedBatches worker(Function<RecordBatch, Future<BatchOutcome>> worker) {
        return worker("", worker);
    }

    private DemandedBatches worker(String node, Function<RecordBatch, Future<BatchOutcome>> worker) {
        DemandedBatches batches = new DemandedBatches(vertx, node);
        OnContext.await(OnContext.call(context, () -> batches.start(worker)));
        return batches;
    }

    /** What the cluster says of a node that is gone. */
    private void departs(String node) {
        vertx.eventBus().publish(Addresses.DEPARTURES, node, new DeliveryOptions().setLocalOnly(true));
    }

    private List<Future<BatchOutcome>> process(DemandedWorkers workers, int batches) {
        List<Future<BatchOutcome>> outcomes = new ArrayList<>();
        IntStream.range(0, batches)
                .forEach(number -> outcomes.add(OnContext.call(context, () -> workers.process(batch(number)))));
        return outcomes;
    }

    private static RecordBatch batch(int number) {
        return new RecordBatch(TestPartitions.TOPIC, 0, List.of(new RawRecord(number, new byte[] {1}, null, null)));
    }
}
