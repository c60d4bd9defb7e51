package dev.shortener.analytics.bus;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageCodec;

/** Passes an immutable message within a node as it is, without a copy. Thread-safe. */
public final class ByReferenceCodec<T> implements MessageCodec<T, T> {

    private final String name;

    private ByReferenceCodec(Class<T> type) {
        this.name = type.getName();
    }

    /** Makes the messages of this package known to an event bus; to be called once for each. */
    public static void registerAll(EventBus bus) {
        register(bus, RecordBatch.class);
        register(bus, BatchOutcome.Settled.class);
        register(bus, BatchOutcome.Failed.class);
        register(bus, BatchOutcome.Impossible.class);
    }

    private static <M> void register(EventBus bus, Class<M> type) {
        bus.registerDefaultCodec(type, new ByReferenceCodec<>(type));
    }

    @Override
    public T transform(T message) {
        return message;
    }

    /**
     * @throws UnsupportedOperationException always: batches are sent to local workers only
     */
    @Override
    public void encodeToWire(Buffer buffer, T message) {
        throw new UnsupportedOperationException(name + " does not leave its node");
    }

    /**
     * @throws UnsupportedOperationException always: batches are sent to local workers only
     */
    @Override
    public T decodeFromWire(int position, Buffer buffer) {
        throw new UnsupportedOperationException(name + " does not leave its node");
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public byte systemCodecID() {
        return -1;
    }
}
