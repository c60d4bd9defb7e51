package dev.shortener.analytics.kafka;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Lets a consumer wait until something is settled. Confined to its context. */
final class SettleSignal {

    private final Vertx vertx;
    private Promise<Void> next = Promise.promise();

    SettleSignal(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Something has been settled: whoever waits goes on. */
    void fire() {
        Promise<Void> awaited = next;
        next = Promise.promise();
        awaited.complete();
    }

    /** Completes with the next signal, or when the time is over. */
    Future<Void> nextWithin(Duration time) {
        Promise<Void> either = Promise.promise();
        long timer = vertx.setTimer(Math.max(1, time.toMillis()), over -> either.tryComplete());
        next.future().onComplete(fired -> {
            vertx.cancelTimer(timer);
            either.tryComplete();
        });
        return either.future();
    }

    /** Completes once the condition holds, asked at each signal, or when the time is over. */
    Future<Void> until(BooleanSupplier condition, Duration time) {
        if (condition.getAsBoolean() || time.isNegative() || time.isZero()) {
            return Future.succeededFuture();
        }
        long started = System.nanoTime();
        return nextWithin(time).compose(done -> until(condition, time.minusNanos(System.nanoTime() - started)));
    }
}
