package dev.shortener.analytics.bus;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageCodec;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Carries an immutable message: within a node by reference, without a copy; between nodes as bytes. Thread-safe.
 *
 * <p>The first byte is the version of the format. A node does not guess at what another version wrote: the message fails, and its
 * batch is sent again, until all nodes are of one version.
 */
public final class WireCodec<T> implements MessageCodec<T, T> {

    private static final byte VERSION = 2;

    private final String name;
    private final BiConsumer<WireWriter, T> writer;
    private final Function<WireReader, T> reader;

    private WireCodec(Class<T> type, BiConsumer<WireWriter, T> writer, Function<WireReader, T> reader) {
        this.name = type.getName();
        this.writer = writer;
        this.reader = reader;
    }

    /** Makes the messages of this package known to an event bus; to be called once for each. */
    public static void registerAll(EventBus bus) {
        register(bus, RecordBatch.class, WireFormats::write, WireFormats::readBatch);
        register(bus, BatchOutcome.Settled.class, WireFormats::write, WireFormats::readSettled);
        register(
                bus,
                BatchOutcome.Failed.class,
                (out, failed) -> out.text(failed.message()),
                in -> new BatchOutcome.Failed(in.text()));
        register(
                bus,
                BatchOutcome.Impossible.class,
                (out, impossible) -> out.text(impossible.message()),
                in -> new BatchOutcome.Impossible(in.text()));
    }

    private static <M> void register(
            EventBus bus, Class<M> type, BiConsumer<WireWriter, M> writer, Function<WireReader, M> reader) {
        bus.registerDefaultCodec(type, new WireCodec<>(type, writer, reader));
    }

    @Override
    public T transform(T message) {
        return message;
    }

    @Override
    public void encodeToWire(Buffer buffer, T message) {
        buffer.appendByte(VERSION);
        writer.accept(new WireWriter(buffer), message);
    }

    /**
     * @throws IllegalArgumentException if the bytes are not of this version, or no such message
     */
    @Override
    public T decodeFromWire(int position, Buffer buffer) {
        byte version = buffer.getByte(position);
        if (version != VERSION) {
            throw new IllegalArgumentException(name + " came in format " + version + ", allowed: " + VERSION
                    + ", as all nodes must be of one version");
        }
        return reader.apply(new WireReader(buffer, position + 1));
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
