package dev.shortener.analytics.bench.contender;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * A model of go-queue's {@code kq}: readers put messages into a queue, processors take one at a time and insert it, and what is done
 * is committed every second. As there, the highest done offset of a partition is committed, whatever is below it.
 */
public final class PerMessage {

    /** As the reader that kq uses. */
    private static final int QUEUE_CAPACITY = 1_000;

    private static final int PROCESSORS = 8;

    private final BlockingQueue<ConsumerRecord<byte[], byte[]>> queue = new ArrayBlockingQueue<>(QUEUE_CAPACITY);
    private final Map<TopicPartition, Long> done = new ConcurrentHashMap<>();
    private final RowMaker maker;
    private final ThreadLocal<JdbcClicks> table;

    private PerMessage(Task task) throws Exception {
        this.maker = RowMaker.load(task);
        this.table = JdbcClicks.perThread(task);
    }

    /** Runs until it is killed. */
    public static void main(String[] arguments) throws Exception {
        Task task = Task.parse(arguments);
        PerMessage service = new PerMessage(task);
        List<Thread> threads = new ArrayList<>();
        for (int processor = 0; processor < PROCESSORS; processor++) {
            threads.add(new Thread(service::process, "processor-" + processor));
        }
        for (int reader = 0; reader < task.threads(); reader++) {
            threads.add(new Thread(new MessageReader(task, service.queue, service.done), "reader-" + reader));
        }
        threads.forEach(Thread::start);
    }

    private void process() {
        try {
            while (true) {
                ConsumerRecord<byte[], byte[]> record = queue.take();
                table.get().insert(List.of(maker.row(record)));
                done.merge(new TopicPartition(record.topic(), record.partition()), record.offset() + 1, Math::max);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
