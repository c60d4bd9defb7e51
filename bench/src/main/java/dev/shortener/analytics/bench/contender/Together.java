package dev.shortener.analytics.bench.contender;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Work that several threads do side by side, over and over. For one thread, which waits for all of them. */
final class Together implements AutoCloseable {

    private final ExecutorService threads;
    private final int number;

    Together(int number) {
        this.threads = Executors.newFixedThreadPool(number);
        this.number = number;
    }

    /** What the n-th of the threads does. */
    interface Share {

        void run(int thread) throws Exception;
    }

    /** Returns when every thread is done, or throws what one of them threw. */
    void run(Share share) throws Exception {
        List<Future<?>> shares = new ArrayList<>();
        for (int thread = 0; thread < number; thread++) {
            int own = thread;
            shares.add(threads.submit(() -> {
                share.run(own);
                return null;
            }));
        }
        for (Future<?> done : shares) {
            done.get();
        }
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
