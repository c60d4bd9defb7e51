package dev.shortener.analytics.kafka;

import static dev.shortener.analytics.kafka.TestPartitions.FIRST;
import static dev.shortener.analytics.kafka.TestPartitions.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.shortener.analytics.store.OnContext;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.vertx.kafka.client.common.KafkaClientOptions;
import io.vertx.kafka.client.consumer.KafkaReadStream;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class PausedPartitionsTest {

    private final CountingMockConsumer kafka = new CountingMockConsumer();
    private final Assignment assignment = TestPartitions.both();
    private final PartitionIntake first = assignment.intakeOf(FIRST);
    private final PartitionIntake second = assignment.intakeOf(SECOND);

    private Context context;
    private PausedPartitions paused;

    @BeforeEach
    void assign(Vertx vertx) {
        context = vertx.getOrCreateContext();
        KafkaReadStream<byte[], byte[]> stream = KafkaReadStream.create(vertx, kafka, new KafkaClientOptions());
        paused = new PausedPartitions(stream);
        kafka.updateBeginningOffsets(Map.of(FIRST, 0L, SECOND, 0L));
        OnContext.await(OnContext.call(context, () -> stream.assign(Set.of(FIRST, SECOND))));
    }

    @Test
    void these_and_no_others_are_paused() {
        become(Set.of(first));
        assertThat(kafka.paused()).containsExactly(FIRST);
        become(Set.of(second));
        assertThat(kafka.paused()).containsExactly(SECOND);
        become(Set.of());
        assertThat(kafka.paused()).isEmpty();
    }

    @Test
    void it_knows_whether_anything_can_be_read() {
        become(Set.of(first));
        assertThat(paused.containsAll(assignment.intakes())).isFalse();
        become(Set.of(first, second));
        assertThat(paused.containsAll(assignment.intakes())).isTrue();
    }

    @Test
    void a_partition_that_came_back_is_paused_again() {
        become(Set.of(first));
        kafka.resume(Set.of(FIRST)); // as Kafka does with a partition that comes back
        assignment.end(Set.of(FIRST));
        assignment.begin(Set.of(FIRST), first.topic());
        become(Set.of(assignment.intakeOf(FIRST)));
        assertThat(kafka.paused()).containsExactly(FIRST);
    }

    @Test
    void a_partition_that_has_gone_is_not_asked_for_again() {
        become(Set.of(first));
        assignment.end(Set.of(FIRST));
        become(Set.of());
        assertThat(kafka.paused()).as("nobody told Kafka to resume it").containsExactly(FIRST);
    }

    private void become(Set<PartitionIntake> closed) {
        OnContext.await(OnContext.call(context, () -> paused.become(closed)));
    }
}
