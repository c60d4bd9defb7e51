package dev.shortener.analytics.kafka;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Lets a consumer wait until something is settled. Confined to its context. */
final class SettleSignal {

    private final Timers timers;
    private final List<Waiter> waiters = new ArrayList<>();

    /** Somebody who goes on when a signal finds the condition true, or when the time is over. */
    private record Waiter(BooleanSupplier condition, Promise<Void> goesOn) {}

    SettleSignal(Timers timers) {
        this.timers = timers;
    }

    /** Something has been settled: whoever waited for that goes on. */
    void fire() {
        List<Waiter> done = waiters.stream()
                .filter(waiter -> waiter.condition().getAsBoolean())
                .toList();
        waiters.removeAll(done);
        done.forEach(waiter -> waiter.goesOn().tryComplete());
    }

    /** Completes once the condition holds, asked now and at each signal, or when the time is over. */
    Future<Void> until(BooleanSupplier condition, Duration time) {
        return condition.getAsBoolean() || time.isNegative() || time.isZero()
                ? Future.succeededFuture()
                : waiting(condition, time);
    }

    private Future<Void> waiting(BooleanSupplier condition, Duration time) {
        Waiter waiter = new Waiter(condition, Promise.promise());
        waiters.add(waiter);
        Runnable cancel = timers.after(time, () -> {
            waiters.remove(waiter);
            waiter.goesOn().tryComplete();
        });
        return waiter.goesOn().future().onComplete(done -> cancel.run());
    }
}
