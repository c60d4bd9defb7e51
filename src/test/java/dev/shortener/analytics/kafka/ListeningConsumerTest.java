package dev.shortener.analytics.kafka;

import static dev.shortener.analytics.kafka.TestPartitions.FIRST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class ListeningConsumerTest {

    private final CountingMockConsumer kafka = new CountingMockConsumer();
    private final Remembering ours = new Remembering();
    private final Remembering theirs = new Remembering();
    private final Consumer<byte[], byte[]> consumer = ListeningConsumer.wrap(kafka, ours, Duration.ofSeconds(3));

    @Test
    void a_rebalance_is_told_to_our_listener_and_to_no_other() {
        consumer.subscribe(Set.of("clicks"), theirs);
        rebalanceTwice();
        assertThat(ours.calls).containsExactly("assigned [clicks-0]", "revoked [clicks-0]", "assigned []");
        assertThat(theirs.calls).isEmpty();
    }

    /** The control of the test before: without the wrapper it is the other way round. */
    @Test
    void without_it_the_other_listener_is_told() {
        kafka.subscribe(Set.of("clicks"), theirs);
        rebalanceTwice();
        assertThat(theirs.calls).containsExactly("assigned [clicks-0]", "revoked [clicks-0]", "assigned []");
    }

    @Test
    void closing_takes_a_bounded_time() {
        consumer.close();
        assertThat(kafka.closed()).isTrue();
        assertThat(kafka.closeTimeout()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void a_failure_comes_out_as_it_is() {
        consumer.subscribe(Set.of("clicks"), theirs);
        kafka.setPollException(new TimeoutException("no answer"));
        assertThatThrownBy(() -> consumer.poll(Duration.ZERO))
                .isExactlyInstanceOf(TimeoutException.class)
                .hasMessage("no answer");
    }

    @Test
    void everything_else_is_passed_on() {
        consumer.subscribe(Set.of("clicks"), theirs);
        kafka.updateBeginningOffsets(Map.of(FIRST, 0L));
        kafka.rebalance(Set.of(FIRST));
        consumer.pause(Set.of(FIRST));
        assertThat(kafka.paused()).containsExactly(FIRST);
        assertThat(consumer.subscription()).containsExactly("clicks");
        assertThat(consumer.assignment()).containsExactly(FIRST);
    }

    private void rebalanceTwice() {
        kafka.updateBeginningOffsets(Map.of(FIRST, 0L));
        kafka.rebalance(Set.of(FIRST));
        kafka.rebalance(Set.of());
    }

    private static final class Remembering implements ConsumerRebalanceListener {

        private final List<String> calls = new ArrayList<>();

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            calls.add("assigned " + partitions);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            calls.add("revoked " + partitions);
        }
    }
}
