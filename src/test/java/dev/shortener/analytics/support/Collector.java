package dev.shortener.analytics.support;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** A collector of traces that keeps what it is sent by OTLP over HTTP, on a free port. Thread-safe. */
public final class Collector implements AutoCloseable {

    private static final String PATH = "/v1/traces";

    private final Vertx vertx = Vertx.vertx();
    private final List<Received> spans = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    /**
     * A span as it was sent.
     *
     * @param service who sent it
     * @param attributes by name, as text
     */
    public record Received(String service, Span span, Map<String, String> attributes) {

        public String traceId() {
            return hex(span.getTraceId());
        }

        public String spanId() {
            return hex(span.getSpanId());
        }

        public String parentId() {
            return hex(span.getParentSpanId());
        }

        /** Ids of the spans that it is linked to. */
        public List<String> links() {
            return span.getLinksList().stream()
                    .map(link -> hex(link.getSpanId()))
                    .toList();
        }
    }

    public Collector() {
        server = vertx.createHttpServer()
                .requestHandler(this::take)
                .listen(0, "127.0.0.1")
                .await();
    }

    public String endpoint() {
        return "127.0.0.1:" + server.actualPort();
    }

    public List<Received> spans() {
        return List.copyOf(spans);
    }

    /** Those of a name. */
    public List<Received> named(String name) {
        return spans.stream()
                .filter(received -> received.span().getName().equals(name))
                .toList();
    }

    private void take(HttpServerRequest request) {
        boolean isOtlp =
                request.path().equals(PATH) && "application/x-protobuf".equals(request.getHeader("content-type"));
        request.body().onSuccess(body -> {
            request.response().setStatusCode(isOtlp && keep(body) ? 200 : 400).end();
        });
    }

    private boolean keep(Buffer body) {
        try {
            for (ResourceSpans of :
                    ExportTraceServiceRequest.parseFrom(body.getBytes()).getResourceSpansList()) {
                String service = text(of.getResource().getAttributesList()).get("service.name");
                for (ScopeSpans scope : of.getScopeSpansList()) {
                    scope.getSpansList()
                            .forEach(span -> spans.add(new Received(service, span, text(span.getAttributesList()))));
                }
            }
            return true;
        } catch (InvalidProtocolBufferException broken) {
            return false;
        }
    }

    private static Map<String, String> text(List<KeyValue> attributes) {
        return attributes.stream().collect(Collectors.toMap(KeyValue::getKey, entry -> text(entry.getValue())));
    }

    private static String text(AnyValue value) {
        return value.hasStringValue() ? value.getStringValue() : Long.toString(value.getIntValue());
    }

    private static String hex(ByteString bytes) {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
