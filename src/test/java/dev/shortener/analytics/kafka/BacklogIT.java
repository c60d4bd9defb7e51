package dev.shortener.analytics.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shortener.analytics.support.Lab;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is left to do, on a real broker. */
class BacklogIT {

    private final Vertx vertx = Vertx.vertx();
    private final Lab lab = new Lab().withTopic();
    private final TopicDirectory topics =
            new TopicDirectory(vertx, new ClientProperties(lab.config(Map.of()).kafka()));
    private final Backlog backlog = new Backlog(topics, lab.group(), lab.topic());

    @AfterEach
    void close() {
        topics.close();
        vertx.close().await();
        lab.close();
    }

    @Test
    void what_nobody_has_settled_counts_and_what_is_committed_does_not() {
        lab.send(Lab.events(0, 100));
        assertThat(backlog.records().await()).isEqualTo(100);

        Lab.await(lab.admin()
                .alterConsumerGroupOffsets(lab.group(), Map.of(partition(0), new OffsetAndMetadata(20)))
                .all());
        assertThat(backlog.records().await()).isEqualTo(80);
    }

    @Test
    void a_member_of_this_process_has_come_as_far_as_it_says() {
        lab.send(Lab.events(0, 100));
        backlog.join(0, () -> Future.succeededFuture(Map.of(partition(0), 25L, partition(1), 24L)));
        assertThat(backlog.records().await()).isEqualTo(51);

        backlog.join(1, () -> Future.failedFuture("it is going"));
        assertThat(backlog.records().await()).isEqualTo(51);
        backlog.leave(0);
        assertThat(backlog.records().await()).isEqualTo(100);
    }

    private TopicPartition partition(int number) {
        return new TopicPartition(lab.topic(), number);
    }
}
