package dev.shortener.analytics.trace;

import dev.shortener.analytics.config.TelemetryConfig;
import dev.shortener.analytics.event.TraceContext;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Sends spans to a collector by OTLP over HTTP. Thread-safe. Up to 2,048 spans wait to be sent; what comes when they are full, or when
 * the collector does not answer, is dropped.
 */
final class OtlpTracing implements Tracing {

    private static final Duration EXPORT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration SCHEDULE = Duration.ofSeconds(1);
    private static final long CLOSE_SECONDS = 5;

    private static final AttributeKey<String> SERVICE_NAME = AttributeKey.stringKey("service.name");
    private static final AttributeKey<String> SERVICE_VERSION = AttributeKey.stringKey("service.version");
    private static final AttributeKey<String> SERVICE_INSTANCE = AttributeKey.stringKey("service.instance.id");

    private final SdkTracerProvider provider;
    private final Tracer tracer;
    private final TraceOrigin origin;

    private OtlpTracing(SdkTracerProvider provider, TraceOrigin origin) {
        this.provider = provider;
        this.tracer = provider.get("dev.shortener.analytics", origin.version());
        this.origin = origin;
    }

    static OtlpTracing to(URI endpoint, TelemetryConfig config, TraceOrigin origin) {
        sayWhatGoesWrongInTheLog();
        OtlpHttpSpanExporter exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(endpoint.toString())
                .setTimeout(EXPORT_TIMEOUT)
                .setConnectTimeout(EXPORT_TIMEOUT)
                .build();
        SdkTracerProvider provider = SdkTracerProvider.builder()
                .setResource(Resource.create(Attributes.of(
                        SERVICE_NAME, config.serviceName(),
                        SERVICE_VERSION, origin.version(),
                        SERVICE_INSTANCE, UUID.randomUUID().toString())))
                .setSampler(Sampler.parentBased(new LinkedOrRatio(config.sampler())))
                .addSpanProcessor(BatchSpanProcessor.builder(exporter)
                        .setScheduleDelay(SCHEDULE)
                        .build())
                .build();
        return new OtlpTracing(provider, origin);
    }

    /** The exporter speaks to java.util.logging. */
    private static void sayWhatGoesWrongInTheLog() {
        if (!SLF4JBridgeHandler.isInstalled()) {
            SLF4JBridgeHandler.removeHandlersForRootLogger();
            SLF4JBridgeHandler.install();
        }
    }

    @Override
    public boolean isOn() {
        return true;
    }

    @Override
    public BatchSpan batch(TracedBatch batch, List<TracedRecord> sampled) {
        List<OpenRecord> records = new ArrayList<>(sampled.size());
        for (TracedRecord record : sampled) {
            records.add(new OpenRecord(record.offset(), begin(batch, record)));
        }
        SpanBuilder builder = consuming(batch, "batch").setNoParent();
        builder.setAttribute("messaging.batch.message_count", (long) batch.records());
        builder.setAttribute("messaging.kafka.offset", batch.firstOffset());
        records.forEach(record -> builder.addLink(record.span().getSpanContext()));
        return new OpenBatch(builder.startSpan(), records);
    }

    private Span begin(TracedBatch batch, TracedRecord record) {
        return consuming(batch, "process")
                .setParent(parent(record.sender(), true))
                .setAttribute("messaging.kafka.offset", record.offset())
                .setAttribute("messaging.message.body.size", (long) record.bytes())
                .startSpan();
    }

    private SpanBuilder consuming(TracedBatch batch, String operation) {
        return tracer.spanBuilder(operation + " " + batch.topic())
                .setSpanKind(SpanKind.CONSUMER)
                .setAttribute("messaging.system", "kafka")
                .setAttribute("messaging.operation.name", operation)
                .setAttribute("messaging.operation.type", "process")
                .setAttribute("messaging.destination.name", batch.topic())
                .setAttribute("messaging.destination.partition.id", Integer.toString(batch.partition()))
                .setAttribute("messaging.consumer.group.name", origin.group());
    }

    @Override
    public StatementSpan insert(@Nullable TraceContext batch, int rows) {
        if (batch == null) {
            return StatementSpan.NONE;
        }
        Span span = tracer.spanBuilder("INSERT clicks")
                .setSpanKind(SpanKind.CLIENT)
                .setParent(parent(batch, false))
                .setAttribute("db.system.name", "postgresql")
                .setAttribute("db.namespace", origin.database())
                .setAttribute("db.operation.name", "INSERT")
                .setAttribute("db.collection.name", "clicks")
                .setAttribute("db.operation.batch.size", (long) rows)
                .setAttribute("server.address", origin.databaseHost())
                .setAttribute("server.port", (long) origin.databasePort())
                .startSpan();
        return new OpenStatement(span);
    }

    private static Context parent(TraceContext context, boolean isRemote) {
        TraceFlags flags = context.sampled() ? TraceFlags.getSampled() : TraceFlags.getDefault();
        SpanContext span = isRemote
                ? SpanContext.createFromRemoteParent(
                        context.traceId(), context.spanId(), flags, TraceState.getDefault())
                : SpanContext.create(context.traceId(), context.spanId(), flags, TraceState.getDefault());
        return Context.root().with(Span.wrap(span));
    }

    @Override
    public void close() {
        provider.shutdown().join(CLOSE_SECONDS, TimeUnit.SECONDS);
    }

    private record OpenStatement(Span span) implements StatementSpan {

        @Override
        public void done() {
            span.end();
        }

        @Override
        public void failed(String sqlState) {
            span.setAttribute("error.type", sqlState);
            span.setAttribute("db.response.status_code", sqlState);
            span.setStatus(StatusCode.ERROR);
            span.end();
        }
    }
}
