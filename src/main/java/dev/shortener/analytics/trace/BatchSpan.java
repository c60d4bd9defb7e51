package dev.shortener.analytics.trace;

import dev.shortener.analytics.event.TraceContext;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The spans of a batch and of its records, until it is settled or given up. For one thread at a time. */
public interface BatchSpan {

    /** Of a batch that is not traced. */
    BatchSpan NONE = new BatchSpan() {
        @Override
        public @Nullable TraceContext context() {
            return null;
        }

        @Override
        public void triedAgain(String what, int attempt) {}

        @Override
        public void settled(int stored, int duplicate, Map<Long, String> rejected) {}

        @Override
        public void abandoned(String reason) {}
    };

    /** Where it is in its trace; null if it is not traced. */
    @Nullable
    TraceContext context();

    /**
     * Something of it has to be done once more.
     *
     * @param what was tried: words of ours, without data
     * @param attempt that failed, from 1
     */
    void triedAgain(String what, int attempt);

    /**
     * It is settled: all its spans end.
     *
     * @param rejected the reason of each rejected record, by offset
     */
    void settled(int stored, int duplicate, Map<Long, String> rejected);

    /**
     * It belongs to somebody else now, or only a person can mend what keeps it from being settled.
     *
     * @param reason one of a few words
     */
    void abandoned(String reason);
}
