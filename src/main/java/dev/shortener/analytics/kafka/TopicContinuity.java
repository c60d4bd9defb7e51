package dev.shortener.analytics.kafka;

import dev.shortener.analytics.event.TopicIdentity;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that a partition is read on only where the same topic was left. Confined to the consumer's context.
 *
 * <p>A topic that was deleted and created again has the old name, another id and none of the old records: a position in the old one
 * means nothing in it. So each committed position says the id of its topic. Where that is another than the topic's now, and where
 * the id changes while the partition is read, it is read from its beginning. Records wait until that is known.
 */
final class TopicContinuity {

    private static final Logger LOG = LoggerFactory.getLogger(TopicContinuity.class);

    /** Where the consumer stands. */
    interface Positions {

        /** What the group has committed; null if that is nothing. */
        Future<@Nullable OffsetAndMetadata> committed(TopicPartition partition);

        /** Goes on at the first record of a partition; fails if it is not this member's any more. */
        Future<Void> seekToBeginning(TopicPartition partition);
    }

    /** A partition whose records wait to hear who their topic is. */
    private record Waiting(PartitionIntake intake, Promise<TopicIdentity> topic) {}

    private final Assignment assignment;
    private final Supplier<Future<TopicIdentity>> topic;
    private final Positions positions;
    private final Timers timers;
    private final Backoff backoff;
    private @Nullable TopicIdentity last;

    /**
     * @param assignment whose intakes are begun
     * @param topic who the topic is now
     * @param positions of the consumer
     * @param timers for what is asked again
     * @param backoff between two attempts
     */
    TopicContinuity(
            Assignment assignment,
            Supplier<Future<TopicIdentity>> topic,
            Positions positions,
            Timers timers,
            Backoff backoff) {
        this.assignment = assignment;
        this.topic = topic;
        this.positions = positions;
        this.timers = timers;
        this.backoff = backoff;
    }

    /** These partitions are this member's from now on, and read from where the group has committed. */
    void begin(Collection<TopicPartition> partitions) {
        Queue<Waiting> waiting = new ArrayDeque<>();
        partitions.forEach(partition -> waiting.add(begin(partition)));
        topic.get()
                .onSuccess(now -> {
                    boolean another = last != null && !last.topicId().equals(now.topicId());
                    last = now;
                    if (another) {
                        waiting.forEach(each -> restart(each, now));
                    } else {
                        checkCommitted(waiting, now, 1);
                    }
                })
                .onFailure(refused -> waiting.forEach(each -> each.topic().fail(refused)));
    }

    /** The log of a partition has begun again, or lost its end: what is read of it now lies below what was read before. */
    void beginAgain(PartitionIntake earlier) {
        LOG.warn("the log starts again, was the topic made anew? partition={}", earlier.partition());
        Waiting waiting = begin(earlier.partition());
        TopicIdentity before = earlier.topic().result();
        topic.get().onFailure(waiting.topic()::fail).onSuccess(now -> {
            if (before == null || before.topicId().equals(now.topicId())) {
                waiting.topic().complete(now);
            } else {
                restart(waiting, now);
            }
        });
    }

    /** Who the topic is has been asked again: partitions of another one are read from their beginning. */
    void noticed(TopicIdentity now) {
        for (PartitionIntake intake : List.copyOf(assignment.intakes())) {
            TopicIdentity before = intake.topic().result();
            if (before != null && !before.topicId().equals(now.topicId())) {
                restart(new Waiting(intake, Promise.promise()), now);
            }
        }
    }

    private Waiting begin(TopicPartition partition) {
        Promise<TopicIdentity> known = Promise.promise();
        assignment.begin(Set.of(partition), known.future());
        return new Waiting(assignment.require(partition), known);
    }

    /** One after the other, so that the consumer polls in between, however long the brokers do not answer. */
    private void checkCommitted(Queue<Waiting> waiting, TopicIdentity now, int attempt) {
        Waiting next = waiting.peek();
        if (next == null) {
            return;
        }
        if (!next.intake().isCurrent()) {
            waiting.remove().topic().complete(now); // nothing of it is written any more
            checkCommitted(waiting, now, 1);
            return;
        }
        positions.committed(next.intake().partition()).onComplete(answer -> {
            if (answer.failed()) {
                Duration delay = Duration.ofMillis(backoff.millisAfter(attempt));
                timers.after(delay, () -> checkCommitted(waiting, now, attempt + 1));
                return;
            }
            waiting.remove();
            if (isOf(answer.result(), now)) {
                next.topic().complete(now);
            } else {
                restart(next, now);
            }
            checkCommitted(waiting, now, 1);
        });
    }

    /** A position without an id was committed by somebody else, who means this topic. */
    private static boolean isOf(@Nullable OffsetAndMetadata committed, TopicIdentity now) {
        return committed == null
                || committed.metadata().isEmpty()
                || committed.metadata().equals(now.topicId());
    }

    /** The position first: what was read before it changes is of the intake that ends here. */
    private void restart(Waiting waiting, TopicIdentity now) {
        TopicPartition partition = waiting.intake().partition();
        LOG.warn(
                "the topic was made anew and is read from its beginning partition={} topic_id={}",
                partition,
                now.topicId());
        positions.seekToBeginning(partition).onComplete(moved -> {
            if (moved.succeeded() && waiting.intake().isCurrent()) {
                assignment.begin(Set.of(partition), Future.succeededFuture(now));
            }
            if (waiting.intake().isCurrent()) {
                waiting.topic().fail(moved.cause());
            } else {
                waiting.topic().complete(now);
            }
        });
    }
}
