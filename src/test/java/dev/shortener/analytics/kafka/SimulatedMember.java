package dev.shortener.analytics.kafka;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/** A Kafka client and what reads by it: polls until it crashes or leaves. What it has under way outlives it. */
final class SimulatedMember {

    private static final int POLL_MILLIS = 40;
    private static final int MAX_POLL_RECORDS = 12;

    private final SimulatedTime time;
    private final RandomGenerator random;
    private final int number;
    private final SimulatedGroup group;
    private final SimulatedReader reader;
    private final Map<TopicPartition, Long> next = new HashMap<>();
    private final Map<TopicPartition, SimulatedTopic> topics = new HashMap<>();
    private boolean alive = true;
    private boolean rebalancing;
    private int mostInFlight;

    /**
     * @param number no other member has it
     * @param readers makes the reader of this member
     */
    SimulatedMember(
            int number,
            SimulatedTime time,
            RandomGenerator random,
            SimulatedGroup group,
            Function<SimulatedMember, SimulatedReader> readers) {
        this.number = number;
        this.time = time;
        this.random = random;
        this.group = group;
        this.reader = readers.apply(this);
        time.within(random, POLL_MILLIS, this::poll);
    }

    int number() {
        return number;
    }

    SimulatedReader reader() {
        return reader;
    }

    /** What it asks others to do: once it is dead, it neither asks nor hears an answer. */
    <T> Future<T> asks(Supplier<Future<T>> question) {
        Promise<T> heard = Promise.promise();
        if (alive) {
            question.get().onComplete(answer -> {
                if (alive) {
                    heard.handle(answer);
                }
            });
        }
        return heard.future();
    }

    boolean isAlive() {
        return alive;
    }

    Set<TopicPartition> partitions() {
        return Set.copyOf(next.keySet());
    }

    int mostInFlight() {
        return mostInFlight;
    }

    /** Its thread is in a callback until the rebalance is over: it polls nothing. */
    void rebalancing(boolean now) {
        rebalancing = now;
    }

    void assigned(Map<TopicPartition, Long> committed) {
        next.putAll(committed);
        committed.keySet().forEach(partition -> topics.put(partition, group.topic()));
        if (!committed.isEmpty()) {
            reader.assigned(committed.keySet());
        }
    }

    void gone(Set<TopicPartition> partitions) {
        next.keySet().removeAll(partitions);
    }

    /** Without a word to anybody. */
    void crash() {
        alive = false;
    }

    private void poll() {
        if (!alive) {
            return;
        }
        if (!rebalancing) {
            fetch();
        }
        if (random.nextInt(8) == 0) {
            reader.commit();
        }
        time.after(Duration.ofMillis(1 + random.nextInt(POLL_MILLIS)), this::poll);
    }

    private void fetch() {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> fetched = new HashMap<>();
        Set<TopicPartition> closed = reader.closed();
        int room = MAX_POLL_RECORDS;
        for (TopicPartition partition : new ArrayList<>(next.keySet())) {
            if (room == 0 || closed.contains(partition) || topics.get(partition) != group.topic()) {
                continue;
            }
            List<ConsumerRecord<byte[], byte[]>> records =
                    group.topic().fetch(partition, next.get(partition), 1 + random.nextInt(room));
            if (!records.isEmpty()) {
                fetched.put(partition, records);
                next.put(partition, records.get(records.size() - 1).offset() + 1);
                room -= records.size();
            }
        }
        reader.take(new ConsumerRecords<>(fetched, Map.of()));
        mostInFlight = Math.max(mostInFlight, reader.inFlight());
    }
}
