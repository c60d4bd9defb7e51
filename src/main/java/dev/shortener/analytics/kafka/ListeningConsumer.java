package dev.shortener.analytics.kafka;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Collection;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka consumer that tells of a rebalance where it happens: on the polling thread, before Kafka's callback returns.
 *
 * <p>The listener that vertx-kafka-client installs runs later, on the event loop, when the partitions already belong to somebody
 * else, and it cannot tell revoked from lost. This consumer puts ours in its place at {@code subscribe}, bounds {@code close},
 * and passes everything else on. As thread-safe as the consumer behind it: not at all.
 *
 * <p>After a poll it notes how far each partition is behind, which only the polling thread may ask.
 */
final class ListeningConsumer implements InvocationHandler {

    private final Consumer<byte[], byte[]> consumer;
    private final ConsumerRebalanceListener listener;
    private final Duration closeTimeout;
    private final UnreadRecords unread;

    private ListeningConsumer(
            Consumer<byte[], byte[]> consumer,
            ConsumerRebalanceListener listener,
            Duration closeTimeout,
            UnreadRecords unread) {
        this.consumer = consumer;
        this.listener = listener;
        this.closeTimeout = closeTimeout;
        this.unread = unread;
    }

    static Consumer<byte[], byte[]> wrap(
            Consumer<byte[], byte[]> consumer, ConsumerRebalanceListener listener, Duration closeTimeout) {
        return wrap(consumer, listener, closeTimeout, new UnreadRecords());
    }

    /**
     * @param unread told after each poll
     */
    @SuppressWarnings("unchecked")
    static Consumer<byte[], byte[]> wrap(
            Consumer<byte[], byte[]> consumer,
            ConsumerRebalanceListener listener,
            Duration closeTimeout,
            UnreadRecords unread) {
        return (Consumer<byte[], byte[]>) Proxy.newProxyInstance(
                ListeningConsumer.class.getClassLoader(),
                new Class<?>[] {Consumer.class},
                new ListeningConsumer(consumer, listener, closeTimeout, unread));
    }

    @Override
    @SuppressWarnings("unchecked")
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        if (method.getName().equals("subscribe")
                && arguments != null
                && arguments.length == 2
                && arguments[0] instanceof Collection<?> topics) {
            consumer.subscribe((Collection<String>) topics, listener);
            return null;
        }
        if (method.getName().equals("close") && arguments == null) {
            consumer.close(CloseOptions.timeout(closeTimeout));
            return null;
        }
        try {
            Object answer = method.invoke(consumer, arguments);
            if (method.getName().equals("poll")) {
                unread.noteIfDue(consumer);
            }
            return answer;
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }
}
