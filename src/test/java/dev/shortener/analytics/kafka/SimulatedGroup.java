package dev.shortener.analytics.kafka;

import dev.shortener.analytics.kafka.SimulatedTopic.Sent;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * The broker's side of a consumer group: who owns which partition, and what is committed. A member that is not in the group any more,
 * and does not know it yet, reads on and commits in vain.
 */
final class SimulatedGroup {

    private final Random random;
    private final Consumer<String> onViolation;
    private final SimulatedStore store;
    private final Set<SimulatedMember> members = new HashSet<>();
    private final Map<TopicPartition, SimulatedMember> owners = new HashMap<>();
    private final Map<TopicPartition, Long> committed = new HashMap<>();
    private SimulatedTopic topic;
    private Future<Void> rebalance = Future.succeededFuture();

    /**
     * @param store is asked what is durable, at each commit
     * @param onViolation is told what is not
     */
    SimulatedGroup(Random random, SimulatedTopic topic, SimulatedStore store, Consumer<String> onViolation) {
        this.random = random;
        this.topic = topic;
        this.store = store;
        this.onViolation = onViolation;
    }

    SimulatedTopic topic() {
        return topic;
    }

    long committed(int partition) {
        return committed.getOrDefault(partition(partition), 0L);
    }

    void join(SimulatedMember member) {
        after(() -> members.add(member));
    }

    /** Says goodbye: what is in flight has a while to be settled, and is committed. */
    void leave(SimulatedMember member) {
        after(() -> member.reader()
                .drained()
                .compose(drained -> member.reader().commit())
                .compose(committed -> revoke(member, member.partitions()))
                .onSuccess(revoked -> {
                    member.crash();
                    members.remove(member);
                }));
    }

    /** It has not been heard of for too long. It may be dead, or asleep and wake up later. */
    void expel(SimulatedMember member) {
        after(() -> {
            members.remove(member);
            owners.values().removeIf(owner -> owner == member);
        });
    }

    /** One that was expelled hears of it, and joins again. */
    void tell(SimulatedMember member) {
        Set<TopicPartition> lost = member.partitions();
        member.gone(lost);
        member.reader().lost(lost);
        join(member);
    }

    /** The topic is deleted and created again: its records and positions are gone. Members hear of it as of a loss. */
    void recreated(SimulatedTopic anew, Runnable onDeletion) {
        after(() -> {
            onDeletion.run();
            topic = anew;
            committed.clear();
            for (SimulatedMember member : members) {
                Set<TopicPartition> lost = member.partitions();
                member.gone(lost);
                member.reader().lost(lost);
            }
            owners.clear();
        });
    }

    /** What a commit is answered. */
    Future<Void> commit(SimulatedMember member, Map<TopicPartition, OffsetAndMetadata> positions) {
        boolean isOwner = positions.keySet().stream().allMatch(partition -> owners.get(partition) == member);
        if (!isOwner) {
            return Future.failedFuture("not of this generation");
        }
        positions.forEach((partition, position) -> {
            inspect(partition, position.offset());
            committed.put(partition, position.offset());
        });
        boolean isAnswerLost = random.nextInt(10) == 0;
        return isAnswerLost ? Future.failedFuture("no answer") : Future.succeededFuture();
    }

    private void inspect(TopicPartition partition, long position) {
        List<Sent> notDurable = topic.below(partition.partition(), position).values().stream()
                .filter(record -> !store.isDurable(record))
                .toList();
        if (!notDurable.isEmpty()) {
            onViolation.accept("committed " + partition + " up to " + position + " without " + notDurable);
        }
    }

    /** Changes the group once the rebalance under way is over, and then spreads the partitions anew. */
    private void after(Runnable change) {
        after(() -> {
            change.run();
            return Future.succeededFuture();
        });
    }

    private void after(Supplier<Future<Void>> change) {
        rebalance = rebalance
                .compose(free -> change.get())
                .compose(changed -> assign())
                .onFailure(bug -> onViolation.accept("the group ends: " + bug));
    }

    private Future<Void> assign() {
        Map<TopicPartition, SimulatedMember> wanted = wanted();
        List<Future<Void>> revoked = new ArrayList<>();
        for (SimulatedMember member : members) {
            Set<TopicPartition> leaving = new HashSet<>(member.partitions());
            leaving.removeIf(partition -> wanted.get(partition) == member);
            revoked.add(leaving.isEmpty() ? Future.succeededFuture() : revoke(member, leaving));
        }
        return Future.join(revoked)
                .onSuccess(done -> wanted.forEach(this::give))
                .mapEmpty();
    }

    private Map<TopicPartition, SimulatedMember> wanted() {
        List<SimulatedMember> able = new ArrayList<>(members);
        Collections.sort(able, (one, other) -> Integer.compare(one.number(), other.number()));
        Collections.shuffle(able, random);
        Map<TopicPartition, SimulatedMember> wanted = new HashMap<>();
        IntStream.range(0, able.isEmpty() ? 0 : topic.partitions())
                .forEach(number -> wanted.put(partition(number), able.get(number % able.size())));
        return wanted;
    }

    private Future<Void> revoke(SimulatedMember member, Set<TopicPartition> partitions) {
        member.rebalancing(true);
        return member.reader().revoked(partitions).map(positions -> {
            if (member.isAlive() && !positions.isEmpty()) {
                commit(member, positions);
            }
            member.gone(partitions);
            owners.keySet().removeAll(partitions);
            member.rebalancing(false);
            return null;
        });
    }

    private void give(TopicPartition partition, SimulatedMember member) {
        if (owners.put(partition, member) != member) {
            member.assigned(Map.of(partition, committed.getOrDefault(partition, 0L)));
        }
    }

    private static TopicPartition partition(int number) {
        return new TopicPartition(SimulatedTopic.NAME, number);
    }
}
