package dev.shortener.analytics.store;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.net.ConnectException;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * A writer that passes the same contract test as the real one, into a {@link FakeClickTable} that several writers may share. Confined to
 * the context that created it, but for {@link #hold} and {@link #release}.
 *
 * <p>As with a database, a write is never answered before the call returns. Held writes are neither stored nor answered until
 * they are released; a batch without a click overtakes them.
 */
public final class FakeClickWriter implements ClickWriter {

    private final Context context;
    private final FakeClickTable table;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private final Promise<Void> drained = Promise.promise();
    private boolean holding;
    private boolean closing;
    private int underWay;

    public FakeClickWriter(Vertx vertx, FakeClickTable table) {
        this.context = vertx.getOrCreateContext();
        this.table = table;
    }

    @Override
    public Future<WriteResult> write(ClickBatch batch) {
        if (closing) {
            return Future.failedFuture(new IllegalStateException("the writer is closed"));
        }
        underWay++;
        Promise<WriteResult> answer = Promise.promise();
        if (batch.rows().isEmpty()) {
            context.runOnContext(later -> insert(batch, answer));
        } else {
            waiting.add(() -> insert(batch, answer));
            context.runOnContext(later -> answerUnlessHolding());
        }
        return answer.future();
    }

    @Override
    public Future<Void> close() {
        closing = true;
        completeIfDrained();
        return drained.future();
    }

    /** Writes wait from now on. May be called from any thread. */
    public void hold() {
        context.runOnContext(now -> holding = true);
    }

    /** What waits is stored and answered. May be called from any thread. */
    public void release() {
        context.runOnContext(now -> {
            holding = false;
            answerUnlessHolding();
        });
    }

    private void answerUnlessHolding() {
        while (!holding && !waiting.isEmpty()) {
            waiting.remove().run();
        }
    }

    private void insert(ClickBatch batch, Promise<WriteResult> answer) {
        underWay--;
        try {
            answer.complete(table.insert(batch));
        } catch (ConnectException | UnusableDatabaseException failure) {
            answer.fail(failure);
        }
        completeIfDrained();
    }

    private void completeIfDrained() {
        if (closing && underWay == 0) {
            drained.tryComplete();
        }
    }
}
