package dev.shortener.analytics.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;

/** Shows what Kafka clients measure of themselves, through Micrometer's binder. Thread-safe. */
public final class KafkaClientMeters {

    /** Shows nothing. */
    public static final KafkaClientMeters NONE = new KafkaClientMeters(null);

    private final @Nullable MeterRegistry registry;

    KafkaClientMeters(@Nullable MeterRegistry registry) {
        this.registry = registry;
    }

    /** What is shown of one client, until it is closed. */
    public interface Shown extends AutoCloseable {

        @Override
        void close();
    }

    /** Shows a member of a group until that is closed, which has to be before the client is. */
    public Shown show(Consumer<?, ?> client) {
        return registry == null ? () -> {} : bound(new KafkaClientMetrics(client), registry);
    }

    /** Shows a producer until that is closed. */
    public Shown show(Producer<?, ?> client) {
        return registry == null ? () -> {} : bound(new KafkaClientMetrics(client), registry);
    }

    private static Shown bound(KafkaClientMetrics binder, MeterRegistry registry) {
        binder.bindTo(registry);
        return binder::close;
    }
}
