package dev.shortener.analytics.store;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Calls what is confined to a context from the thread of a test. */
public final class OnContext {

    private static final long PATIENCE_SECONDS = 30;

    private OnContext() {}

    /** Calls on the context, without waiting for what the call's future will hold. */
    public static <T> Future<T> call(Context context, Supplier<Future<T>> call) {
        Promise<T> promise = Promise.promise();
        context.runOnContext(now -> call.get().onComplete(promise));
        return promise.future();
    }

    /** What the future holds, once it does. */
    public static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failure) {
            throw new IllegalStateException(failure.getCause());
        } catch (InterruptedException | TimeoutException failure) {
            throw new AssertionError("the future does not complete", failure);
        }
    }

    /** What the future failed with, once it has. */
    public static Throwable awaitFailure(Future<?> future) {
        await(future.transform(result -> Future.succeededFuture()));
        if (future.succeeded()) {
            throw new AssertionError("it should have failed, and holds " + future.result());
        }
        return future.cause();
    }

    /** Returns once the condition holds. */
    public static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("the condition does not come true");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }
}
