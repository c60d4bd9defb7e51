package dev.shortener.analytics.kafka;

import dev.shortener.analytics.bus.BatchOutcome;
import dev.shortener.analytics.bus.BatchOutcome.Failed;
import dev.shortener.analytics.bus.BatchOutcome.RejectedRecord;
import dev.shortener.analytics.bus.BatchOutcome.Settled;
import dev.shortener.analytics.bus.RecordBatch;
import dev.shortener.analytics.event.Position;
import dev.shortener.analytics.event.RawRecord;
import dev.shortener.analytics.event.Reason;
import dev.shortener.analytics.event.Rejection;
import dev.shortener.analytics.event.TopicIdentity;
import dev.shortener.analytics.kafka.SimulatedTopic.Sent;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The workers with their database, and the dead-letter topic: slow, away at times, and with answers that get lost after the work is
 * done, or come before it is done.
 */
final class SimulatedStore implements Workers, DeadLetters {

    private static final int WORK_MILLIS = 300;
    private static final Rejection BAD = new Rejection(Reason.MALFORMED_JSON, null, "it is bad");

    private final SimulatedTime time;
    private final RandomGenerator random;
    private final boolean recognisesDuplicates;
    private final Set<Position> ids = new HashSet<>();
    private final Map<Long, Integer> rows = new HashMap<>();
    private final Set<Long> deadLetters = new HashSet<>();
    private boolean databaseAway;
    private boolean deadLettersAway;
    private boolean faultless;

    /**
     * @param recognisesDuplicates as the table does by its key; only a control takes that away
     */
    SimulatedStore(SimulatedTime time, RandomGenerator random, boolean recognisesDuplicates) {
        this.time = time;
        this.random = random;
        this.recognisesDuplicates = recognisesDuplicates;
    }

    void databaseAway(boolean away) {
        databaseAway = away;
    }

    void deadLettersAway(boolean away) {
        deadLettersAway = away;
    }

    /** From now on everything works and every answer arrives. */
    void heal() {
        faultless = true;
        databaseAway = false;
        deadLettersAway = false;
    }

    boolean isDurable(Sent record) {
        return record.bad() ? deadLetters.contains(record.number()) : rows.containsKey(record.number());
    }

    /** How many rows each click has. */
    Map<Long, Integer> rows() {
        return rows;
    }

    Set<Long> deadLetters() {
        return deadLetters;
    }

    @Override
    public Future<BatchOutcome> process(RecordBatch batch) {
        Promise<BatchOutcome> answer = Promise.promise();
        boolean isLost = happens(10);
        boolean isLate = happens(20);
        if (isLost || isLate) {
            time.within(random, WORK_MILLIS, () -> answer.tryComplete(new Failed("no answer")));
        }
        // A worker that is not waited for any more writes all the same.
        time.within(random, isLate ? 10 * WORK_MILLIS : WORK_MILLIS, () -> {
            BatchOutcome outcome = databaseAway ? new Failed("the database is away") : write(batch);
            if (!isLost) {
                time.within(random, 20, () -> answer.tryComplete(outcome));
            }
        });
        return answer.future();
    }

    @Override
    public Future<Void> publish(ConsumerRecord<byte[], byte[]> record, TopicIdentity origin, Rejection rejection) {
        Promise<Void> acknowledged = Promise.promise();
        boolean isUnknown = happens(10);
        time.within(random, WORK_MILLIS / 10, () -> {
            if (!deadLettersAway) {
                deadLetters.add(Sent.of(record.value()).number());
            }
            if (isUnknown || deadLettersAway) {
                acknowledged.fail("not acknowledged");
            } else {
                acknowledged.complete();
            }
        });
        return acknowledged.future();
    }

    private Settled write(RecordBatch batch) {
        List<RejectedRecord> rejected = new ArrayList<>();
        int stored = 0;
        for (RawRecord record : batch.records()) {
            Sent sent = Sent.of(record.value());
            if (sent.bad()) {
                rejected.add(new RejectedRecord(batch.records().indexOf(record), BAD));
            } else if (ids.add(new Position(batch.topic(), batch.partition(), record.offset()))
                    || !recognisesDuplicates) {
                rows.merge(sent.number(), 1, Integer::sum);
                stored++;
            }
        }
        return new Settled(stored, batch.records().size() - rejected.size() - stored, rejected);
    }

    private boolean happens(int oneIn) {
        return !faultless && random.nextInt(oneIn) == 0;
    }
}
