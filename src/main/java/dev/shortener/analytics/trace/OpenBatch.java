package dev.shortener.analytics.trace;

import dev.shortener.analytics.event.TraceContext;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A batch with its spans. For one thread at a time. */
final class OpenBatch implements BatchSpan {

    private static final AttributeKey<String> WHAT = AttributeKey.stringKey("analytics.retry.of");
    private static final AttributeKey<Long> ATTEMPT = AttributeKey.longKey("analytics.retry.attempt");

    private final Span batch;
    private final List<OpenRecord> records;

    OpenBatch(Span batch, List<OpenRecord> records) {
        this.batch = batch;
        this.records = records;
    }

    @Override
    public @Nullable TraceContext context() {
        SpanContext context = batch.getSpanContext();
        return context.isSampled() ? new TraceContext(context.getTraceId(), context.getSpanId(), true) : null;
    }

    @Override
    public void triedAgain(String what, int attempt) {
        batch.addEvent("retry", Attributes.of(WHAT, what, ATTEMPT, (long) attempt));
    }

    @Override
    public void settled(int stored, int duplicate, Map<Long, String> rejected) {
        for (OpenRecord record : records) {
            String reason = rejected.get(record.offset());
            if (reason != null) {
                failed(record.span(), reason);
            }
            record.span().end();
        }
        batch.setAttribute("analytics.clicks.stored", stored);
        batch.setAttribute("analytics.clicks.duplicate", duplicate);
        batch.setAttribute("analytics.records.rejected", rejected.size());
        batch.end();
    }

    @Override
    public void abandoned(String reason) {
        for (OpenRecord record : records) {
            failed(record.span(), reason);
            record.span().end();
        }
        failed(batch, reason);
        batch.end();
    }

    private static void failed(Span span, String reason) {
        span.setAttribute("error.type", reason);
        span.setStatus(StatusCode.ERROR);
    }
}
