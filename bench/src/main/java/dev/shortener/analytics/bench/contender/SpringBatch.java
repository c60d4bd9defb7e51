package dev.shortener.analytics.bench.contender;

import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.listener.BatchMessageListener;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;

/** Spring Kafka's batch listener: what a poll brought is one transaction, and its offsets are committed after it. */
public final class SpringBatch {

    private SpringBatch() {}

    /** Runs until it is killed. */
    public static void main(String[] arguments) throws Exception {
        Task task = Task.parse(arguments);
        RowMaker maker = RowMaker.load(task);
        ThreadLocal<JdbcClicks> table = JdbcClicks.perThread(task);
        BatchMessageListener<byte[], byte[]> listener = records -> table.get().insert(maker.rows(records));
        ContainerProperties properties = new ContainerProperties(task.topic());
        properties.setMessageListener(listener);
        var container = new ConcurrentMessageListenerContainer<byte[], byte[]>(
                new DefaultKafkaConsumerFactory<>(ConsumerSettings.of(task, task.batch())), properties);
        container.setConcurrency(task.threads());
        container.start();
        Runtime.getRuntime().addShutdownHook(new Thread(container::stop));
    }
}
