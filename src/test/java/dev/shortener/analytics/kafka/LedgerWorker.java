package dev.shortener.analytics.kafka;

import dev.shortener.analytics.bus.Addresses;
import dev.shortener.analytics.bus.BatchOutcome;
import dev.shortener.analytics.bus.BatchOutcome.Settled;
import dev.shortener.analytics.bus.RecordBatch;
import dev.shortener.analytics.event.RawRecord;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** A worker that writes into a book, one row for each position, as the table of clicks would have it. Thread-safe. */
final class LedgerWorker {

    private final Map<String, String> codeByPosition = new ConcurrentHashMap<>();
    private final AtomicInteger duplicates = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();
    private final Queue<Message<RecordBatch>> held = new ConcurrentLinkedQueue<>();
    private volatile Predicate<RecordBatch> holding = batch -> false;

    /** Takes batches from the event bus. Every answer takes a moment, so that rebalances meet batches in flight. */
    Future<Void> listen(Vertx vertx) {
        return vertx.eventBus()
                .<RecordBatch>localConsumer(Addresses.BATCHES, message -> vertx.setTimer(2, later -> take(message)))
                .completion();
    }

    /** Does not answer these until {@link #release}. */
    void hold(Predicate<RecordBatch> batches) {
        holding = batches;
    }

    void release() {
        holding = batch -> false;
        for (Message<RecordBatch> next = held.poll(); next != null; next = held.poll()) {
            answer(next);
        }
    }

    int held() {
        return held.size();
    }

    /** Records whose position had a row already. */
    int duplicates() {
        return duplicates.get();
    }

    /** Batches that were answered. */
    int answered() {
        return answered.get();
    }

    Map<String, Integer> rowsByCode() {
        Map<String, Integer> rows = new HashMap<>();
        codeByPosition.values().forEach(code -> rows.merge(code, 1, Integer::sum));
        return rows;
    }

    private void take(Message<RecordBatch> message) {
        if (holding.test(message.body())) {
            held.add(message);
        } else {
            answer(message);
        }
    }

    private void answer(Message<RecordBatch> message) {
        int again = 0;
        for (RawRecord record : message.body().records()) {
            String position = message.body().partition() + "/" + record.offset();
            String code = new JsonObject(new String(record.value(), StandardCharsets.UTF_8)).getString("short_code");
            again += codeByPosition.put(position, code) == null ? 0 : 1;
        }
        duplicates.addAndGet(again);
        answered.incrementAndGet();
        message.reply((BatchOutcome) new Settled(message.body().records().size() - again, again, List.of()));
    }
}
