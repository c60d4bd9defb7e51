package dev.shortener.analytics.app;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Writes pieces in the order they were added, whatever the order they are ready in. To be fed by one thread; one of its own writes.
 *
 * <p>Bounded: {@link #add} waits while it is full. After a failure nothing more is written, and the next call says why.
 */
final class OrderedOutput implements Closeable {

    /** Told by its identity, never asked for its bytes. */
    private static final Future<byte[]> END = new FutureTask<>(() -> new byte[0]);

    private final OutputStream out;
    private final BlockingQueue<Future<byte[]>> pieces;
    private final Thread writer = new Thread(this::writeAll, "write");
    private volatile @Nullable Throwable failure;

    private OrderedOutput(OutputStream out, int maxPieces) {
        this.out = out;
        this.pieces = new ArrayBlockingQueue<>(maxPieces);
    }

    /**
     * @param out flushed whenever there is nothing more to write at once; not closed
     * @param maxPieces that may wait
     */
    static OrderedOutput to(OutputStream out, int maxPieces) {
        OrderedOutput output = new OrderedOutput(out, maxPieces);
        output.writer.setDaemon(true);
        output.writer.start();
        return output;
    }

    /**
     * @throws IOException if writing has failed
     */
    void add(Future<byte[]> piece) throws IOException {
        throwFailure();
        try {
            pieces.put(piece);
        } catch (InterruptedException interrupted) {
            throw interrupted();
        }
    }

    /** Waits until everything is written. */
    @Override
    public void close() throws IOException {
        try {
            pieces.put(END);
            writer.join();
        } catch (InterruptedException interrupted) {
            throw interrupted();
        }
        throwFailure();
    }

    private void writeAll() {
        Future<byte[]> piece = take();
        while (piece != END) {
            write(piece);
            piece = take();
        }
    }

    /** After a failure the pieces are still taken, so that nobody waits for room for ever. */
    private void write(Future<byte[]> piece) {
        try {
            if (failure == null) {
                out.write(piece.get());
                if (pieces.isEmpty()) {
                    out.flush();
                }
            }
        } catch (ExecutionException failed) {
            failure = failed.getCause();
        } catch (IOException | InterruptedException failed) {
            failure = failed;
        }
    }

    private Future<byte[]> take() {
        try {
            return pieces.take();
        } catch (InterruptedException nobodyDoesThis) {
            return END;
        }
    }

    private void throwFailure() throws IOException {
        Throwable reason = failure;
        if (reason instanceof IOException failed) {
            // A new one each time: try-with-resources adds the second to the first.
            throw new IOException(failed.getMessage(), failed);
        }
        if (reason != null) {
            throw new IllegalStateException(reason);
        }
    }

    private static IOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("interrupted while output was waited for");
    }
}
