package dev.shortener.analytics.kafka;

import static dev.shortener.analytics.kafka.TestPartitions.FIRST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shortener.analytics.store.OnContext;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RebalanceGateTest {

    private static final Map<TopicPartition, OffsetAndMetadata> POSITIONS = Map.of(FIRST, new OffsetAndMetadata(7));

    private final Vertx vertx = Vertx.vertx();
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final RememberingOwner owner = new RememberingOwner();
    private final RebalanceGate gate =
            new RebalanceGate(vertx.getOrCreateContext(), owner, consumer, Duration.ofMillis(200));

    RebalanceGateTest() {
        consumer.assign(Set.of(FIRST));
    }

    @AfterEach
    void close() {
        OnContext.await(vertx.close());
    }

    @Test
    void a_revocation_waits_for_the_owner_and_commits_what_it_says() {
        CompletableFuture<Void> callback = CompletableFuture.runAsync(() -> gate.onPartitionsRevoked(List.of(FIRST)));
        await().until(() -> owner.calls.contains("revoked"));
        assertThat(callback).isNotDone();
        assertThat(committed()).isNull();
        owner.answer.complete(POSITIONS);
        callback.join();
        assertThat(committed()).isEqualTo(new OffsetAndMetadata(7));
    }

    @Test
    void an_owner_that_never_answers_holds_the_rebalance_for_a_bounded_time_and_commits_nothing() {
        gate.onPartitionsRevoked(List.of(FIRST));
        assertThat(committed()).isNull();
    }

    @Test
    void lost_partitions_are_dropped_and_nothing_is_committed() {
        owner.answer.complete(POSITIONS);
        gate.onPartitionsLost(List.of(FIRST));
        await().until(() -> owner.calls.contains("lost"));
        assertThat(owner.calls).doesNotContain("revoked");
        assertThat(committed()).isNull();
    }

    @Test
    void the_owner_hears_of_partitions_in_the_order_of_the_callbacks() {
        owner.answer.complete(Map.of());
        gate.onPartitionsAssigned(List.of(FIRST));
        gate.onPartitionsRevoked(List.of(FIRST));
        assertThat(owner.calls).containsExactly("assigned", "revoked");
    }

    private OffsetAndMetadata committed() {
        return consumer.committed(Set.of(FIRST)).get(FIRST);
    }

    private static final class RememberingOwner implements RebalanceGate.Owner {

        private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
        private final Promise<Map<TopicPartition, OffsetAndMetadata>> answer = Promise.promise();

        @Override
        public void assigned(Set<TopicPartition> partitions) {
            calls.add("assigned");
        }

        @Override
        public Future<Map<TopicPartition, OffsetAndMetadata>> revoked(Set<TopicPartition> partitions) {
            calls.add("revoked");
            return answer.future();
        }

        @Override
        public void lost(Set<TopicPartition> partitions) {
            calls.add("lost");
        }
    }
}
