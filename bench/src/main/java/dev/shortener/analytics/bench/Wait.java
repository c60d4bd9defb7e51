package dev.shortener.analytics.bench;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Asks until there is an answer. Stateless. */
final class Wait {

    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(50);

    private Wait() {}

    /**
     * @param most how long to ask
     * @throws IllegalStateException if there is none in time
     */
    static <T> T until(Duration most, Supplier<Optional<T>> question) {
        long deadline = System.nanoTime() + most.toNanos();
        Optional<T> answer = question.get();
        while (answer.isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("nothing happened for " + most);
            }
            LockSupport.parkNanos(PAUSE);
            answer = question.get();
        }
        return answer.get();
    }
}
