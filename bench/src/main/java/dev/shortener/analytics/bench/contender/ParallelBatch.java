package dev.shortener.analytics.bench.contender;

import io.confluent.parallelconsumer.ParallelConsumerOptions;
import io.confluent.parallelconsumer.ParallelConsumerOptions.CommitMode;
import io.confluent.parallelconsumer.ParallelConsumerOptions.ProcessingOrder;
import io.confluent.parallelconsumer.ParallelStreamProcessor;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** Confluent's parallel consumer without order, in batches: one consumer, many threads that write, a commit every second. */
public final class ParallelBatch {

    private static final Duration COMMIT_INTERVAL = Duration.ofSeconds(1);

    private ParallelBatch() {}

    /** Runs until it is killed. */
    public static void main(String[] arguments) throws Exception {
        Task task = Task.parse(arguments);
        RowMaker maker = RowMaker.load(task);
        ThreadLocal<JdbcClicks> table = JdbcClicks.perThread(task);
        var options = ParallelConsumerOptions.<byte[], byte[]>builder()
                .consumer(new KafkaConsumer<>(ConsumerSettings.of(task, task.batch())))
                .ordering(ProcessingOrder.UNORDERED)
                .commitMode(CommitMode.PERIODIC_CONSUMER_ASYNCHRONOUS)
                .commitInterval(COMMIT_INTERVAL)
                .maxConcurrency(task.threads())
                .batchSize(task.batch())
                .build();
        ParallelStreamProcessor<byte[], byte[]> processor = ParallelStreamProcessor.createEosStreamProcessor(options);
        processor.subscribe(List.of(task.topic()));
        processor.poll(batch -> table.get().insert(maker.rows(batch.getConsumerRecordsFlattened())));
        Runtime.getRuntime().addShutdownHook(new Thread(processor::closeDontDrainFirst));
    }
}
