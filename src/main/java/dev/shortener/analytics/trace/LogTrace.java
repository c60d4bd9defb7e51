package dev.shortener.analytics.trace;

import dev.shortener.analytics.event.TraceContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** Puts ids of a trace, under go-zero's names, on lines of the log. Stateless. */
public final class LogTrace {

    private static final String TRACE = "trace";
    private static final String SPAN = "span";

    private LogTrace() {}

    /**
     * @param context of what the lines are about; null if that is not traced
     * @param logging writes them, on this thread
     */
    public static void on(@Nullable TraceContext context, Runnable logging) {
        if (context == null) {
            logging.run();
            return;
        }
        MDC.put(TRACE, context.traceId());
        MDC.put(SPAN, context.spanId());
        try {
            logging.run();
        } finally {
            MDC.remove(TRACE);
            MDC.remove(SPAN);
        }
    }
}
