package dev.shortener.analytics.bench.contender;

import dev.shortener.analytics.store.ClickRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** The limit of reading: a whole topic in passes, nothing written. With rows made of it, the limit of everything but writing. */
public final class ReadOnly {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final int MAX_POLL_RECORDS = 1_000;
    private static final int PARTITIONS = 8;
    /** One less than there are: partitions are not all of one length, and what one lacks the others cannot give. */
    private static final int PASSES = 3;

    private ReadOnly() {}

    /** Reads the passes of one topic, but for the last. The last argument is {@code made=rows} or {@code made=nothing}. */
    public static void main(String[] arguments) throws Exception {
        Task task = Task.parse(arguments);
        Consumer<ConsumerRecord<byte[], byte[]>> use = use(task, arguments[arguments.length - 1]);
        List<KafkaConsumer<byte[], byte[]>> consumers = IntStream.range(0, task.threads())
                .mapToObj(member -> member(task, member))
                .toList();
        try (Together threads = new Together(task.threads())) {
            for (int pass = 0; pass < PASSES; pass++) {
                long share = task.clicks() / task.threads();
                Pass.report(task.clicks(), () -> threads.run(member -> read(consumers.get(member), share, use)));
            }
        }
        consumers.forEach(KafkaConsumer::close);
    }

    private static Consumer<ConsumerRecord<byte[], byte[]>> use(Task task, String made) throws Exception {
        if (made.equals("made=nothing")) {
            return record -> {};
        }
        RowMaker maker = RowMaker.load(task);
        LongAdder characters = new LongAdder();
        return record -> {
            ClickRow row = maker.row(record);
            characters.add(row.click().trafficSource().length());
        };
    }

    private static KafkaConsumer<byte[], byte[]> member(Task task, int member) {
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(ConsumerSettings.of(task, MAX_POLL_RECORDS));
        List<TopicPartition> own = new ArrayList<>();
        for (int partition = member; partition < PARTITIONS; partition += task.threads()) {
            own.add(new TopicPartition(task.topic(), partition));
        }
        consumer.assign(own);
        consumer.seekToBeginning(own);
        return consumer;
    }

    private static void read(
            KafkaConsumer<byte[], byte[]> consumer, long clicks, Consumer<ConsumerRecord<byte[], byte[]>> use) {
        long read = 0;
        while (read < clicks) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                use.accept(record);
                read++;
            }
        }
    }
}
