package dev.shortener.analytics.kafka;

import dev.shortener.analytics.event.TopicIdentity;
import dev.shortener.analytics.kafka.SimulatedTopic.Sent;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * One random schedule: records are sent while members join, leave, crash and fall asleep, the database and the dead-letter topic are
 * away, answers get lost, and the topic is made anew. Then everything is mended, and what has come of it is compared with what was
 * sent. The same seed gives the same schedule.
 */
final class Simulation {

    private static final int STEPS = 40;
    private static final int STEP_MILLIS = 400;
    private static final int MAX_MEMBERS = 4;
    private static final long PATIENCE_MILLIS = 600_000;

    /** Which reader the members have, and whether the table knows its rows. */
    enum Setting {
        THE_SERVICE,
        THE_PLAINEST_READER,
        NO_DEDUPLICATION,
        EARLY_COMMIT,
        NO_EPOCH,
        NO_RETRY,
        DEAD_LETTERS_NOT_AWAITED
    }

    private final Random random;
    private final Setting setting;
    private final SimulatedTime time = new SimulatedTime();
    private final SimulatedStore store;
    private final SimulatedGroup group;
    private final int partitions;
    private final List<SimulatedMember> members = new ArrayList<>();
    private final Set<SimulatedMember> asleep = new HashSet<>();
    private final Set<SimulatedMember> leaving = new HashSet<>();
    private final List<Sent> mustBeThere = new ArrayList<>();
    private final Set<Long> all = new HashSet<>();
    private final List<String> violations = new ArrayList<>();
    private long numbers;
    private int topics = 1;

    Simulation(long seed, Setting setting) {
        this.random = new Random(seed);
        this.setting = setting;
        this.partitions = 1 + random.nextInt(4);
        this.store = new SimulatedStore(time, random, setting != Setting.NO_DEDUPLICATION);
        this.group = new SimulatedGroup(random, new SimulatedTopic("1", partitions), store, violations::add);
    }

    /**
     * @return what is wrong in the end; empty if every promise was kept
     */
    List<String> run() {
        join();
        for (int step = 0; step < STEPS; step++) {
            step();
            time.pass(random.nextInt(STEP_MILLIS));
        }
        mend();
        awaitNoLag();
        compare();
        return violations;
    }

    /** How many records were sent, and how long it took in milliseconds of its own time: tells schedules apart. */
    String trace() {
        return all.size() + " records, " + topics + " topics, " + members.size() + " members, " + time.millis()
                + " ms, rows " + store.rows().hashCode();
    }

    private void step() {
        switch (random.nextInt(16)) {
            case 0 -> join();
            case 1 -> anyAwake().ifPresent(this::leave);
            case 2 -> anyAwake().ifPresent(this::crash);
            case 3 -> anyAwake().ifPresent(this::fallAsleep);
            case 4 -> wakeAll();
            case 5 -> store.databaseAway(true);
            case 6 -> store.databaseAway(false);
            case 7 -> store.deadLettersAway(random.nextBoolean());
            case 8 -> makeTopicAnew();
            default -> send(random.nextInt(30));
        }
    }

    private void join() {
        long alive = members.stream().filter(SimulatedMember::isAlive).count();
        if (alive < MAX_MEMBERS) {
            joinAnother();
        }
    }

    private void joinAnother() {
        SimulatedMember member = new SimulatedMember(members.size(), time, random, group, this::reader);
        members.add(member);
        group.join(member);
    }

    private SimulatedReader reader(SimulatedMember member) {
        Workers workers = batch -> member.asks(() -> store.process(batch));
        DeadLetters letters =
                (record, origin, rejection) -> member.asks(() -> store.publish(record, origin, rejection));
        Supplier<Future<TopicIdentity>> topic =
                () -> Future.succeededFuture(group.topic().identity());
        return switch (setting) {
            case THE_SERVICE, NO_DEDUPLICATION ->
                new CarefulReader(time, random, workers, letters, topic, positions -> commit(member, positions));
            default ->
                new CarelessReader(missing(), time, workers, letters, topic, positions -> commit(member, positions));
        };
    }

    private CarelessReader.Guard missing() {
        return switch (setting) {
            case EARLY_COMMIT -> CarelessReader.Guard.SETTLED_BEFORE_COMMIT;
            case NO_EPOCH -> CarelessReader.Guard.EPOCH;
            case NO_RETRY -> CarelessReader.Guard.RETRY;
            case DEAD_LETTERS_NOT_AWAITED -> CarelessReader.Guard.DEAD_LETTER_BEFORE_COMMIT;
            default -> CarelessReader.Guard.NONE;
        };
    }

    private Future<Void> commit(SimulatedMember member, Map<TopicPartition, OffsetAndMetadata> positions) {
        return group.commit(member, positions);
    }

    private Optional<SimulatedMember> anyAwake() {
        List<SimulatedMember> awake = members.stream()
                .filter(member -> member.isAlive() && !asleep.contains(member) && !leaving.contains(member))
                .toList();
        return awake.isEmpty() ? Optional.empty() : Optional.of(awake.get(random.nextInt(awake.size())));
    }

    private void leave(SimulatedMember member) {
        leaving.add(member);
        group.leave(member);
    }

    private void crash(SimulatedMember member) {
        member.crash();
        group.expel(member);
    }

    /** It is out of the group without knowing it. */
    private void fallAsleep(SimulatedMember member) {
        asleep.add(member);
        group.expel(member);
    }

    private void wakeAll() {
        asleep.stream()
                .filter(SimulatedMember::isAlive)
                .sorted((one, other) -> one.number() - other.number())
                .forEach(group::tell);
        asleep.clear();
    }

    private void send(int count) {
        for (int i = 0; i < count; i++) {
            Sent record = new Sent(numbers++, random.nextInt(12) == 0);
            group.topic().append(random.nextInt(partitions), random.nextInt(8) == 0 ? random.nextInt(4) : 0, record);
            mustBeThere.add(record);
            all.add(record.number());
        }
    }

    /** What was in the old one may be there or not: whoever deleted it wanted that. */
    private void makeTopicAnew() {
        if (random.nextInt(3) == 0) {
            topics++;
            group.recreated(new SimulatedTopic(Integer.toString(topics), partitions), mustBeThere::clear);
        }
    }

    private void mend() {
        store.heal();
        wakeAll();
        // All others may be about to leave.
        joinAnother();
    }

    private void awaitNoLag() {
        long deadline = time.millis() + PATIENCE_MILLIS;
        while (lag() > 0 && time.millis() < deadline) {
            time.pass(STEP_MILLIS);
        }
        // What comes late, comes now.
        time.pass(PATIENCE_MILLIS / 100);
        if (lag() > 0) {
            violations.add("lag is still " + lag());
        }
    }

    private long lag() {
        long lag = 0;
        for (int partition = 0; partition < partitions; partition++) {
            lag += group.topic().end(partition) - group.committed(partition);
        }
        return lag;
    }

    private void compare() {
        mustBeThere.stream()
                .filter(record -> !store.isDurable(record))
                .forEach(record -> violations.add("lost: " + record));
        store.rows().forEach((number, rows) -> {
            if (rows > 1) {
                violations.add("counted " + rows + " times: " + number);
            }
            if (!all.contains(number) || store.deadLetters().contains(number)) {
                violations.add("a row that must not be: " + number);
            }
        });
        for (SimulatedMember member : members) {
            if (member.mostInFlight() > 5 * CarefulReader.MAX_IN_FLIGHT) {
                violations.add("in flight at once: " + member.mostInFlight());
            }
        }
    }
}
