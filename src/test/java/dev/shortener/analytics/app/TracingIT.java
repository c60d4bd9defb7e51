package dev.shortener.analytics.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shortener.analytics.event.TraceContext;
import dev.shortener.analytics.support.Collector;
import dev.shortener.analytics.support.Collector.Received;
import dev.shortener.analytics.support.Lab;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Spans as a collector gets them, by OTLP over HTTP. */
class TracingIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final TraceContext SAMPLED =
            new TraceContext("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", true);
    private static final TraceContext PASSED_OVER =
            new TraceContext("1af7651916cd43dd8448eb211c80319c", "c7ad6b7169203331", false);

    private final Collector collector = new Collector();
    private final Lab lab = new Lab().withTopic();

    @AfterEach
    void close() {
        lab.close();
        collector.close();
    }

    @Test
    void a_sampled_record_has_a_span_in_its_senders_trace_and_its_batch_one_with_the_database_below() {
        String process = "process " + lab.topic();
        String batch = "batch " + lab.topic();
        send(Lab.event("traced", 1_731_000_000), SAMPLED);
        send(Lab.event("unseen", 1_731_000_000), PASSED_OVER);
        send("{", SAMPLED);
        lab.send(Lab.events(0, 8));

        runUntilStored(Map.of("Telemetry.Sampler", "0"), 11);

        assertThat(collector.named(process)).hasSize(2).allSatisfy(span -> {
            assertThat(span.traceId()).isEqualTo(SAMPLED.traceId());
            assertThat(span.parentId()).isEqualTo(SAMPLED.spanId());
            assertThat(span.span().getKind()).isEqualTo(SpanKind.SPAN_KIND_CONSUMER);
            assertThat(span.service()).isEqualTo("clicks-eu");
            assertThat(span.attributes())
                    .containsEntry("messaging.system", "kafka")
                    .containsEntry("messaging.operation.type", "process")
                    .containsEntry("messaging.operation.name", "process")
                    .containsEntry("messaging.destination.name", lab.topic())
                    .containsEntry("messaging.destination.partition.id", "0")
                    .containsEntry("messaging.consumer.group.name", lab.group())
                    .containsKey("messaging.kafka.offset");
        });
        assertThat(collector.named(process))
                .filteredOn(span -> span.attributes().containsKey("error.type"))
                .singleElement()
                .satisfies(span -> {
                    assertThat(span.attributes()).containsEntry("error.type", "malformed_json");
                    assertThat(span.span().getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_ERROR);
                });
        List<String> linked = collector.named(batch).stream()
                .flatMap(span -> span.links().stream())
                .toList();
        assertThat(linked)
                .containsExactlyInAnyOrderElementsOf(
                        collector.named(process).stream().map(Received::spanId).toList());
        assertThat(collector.named(batch)).isNotEmpty().allSatisfy(span -> {
            assertThat(span.parentId()).isEmpty();
            assertThat(span.links()).as("a batch without one is not sampled").isNotEmpty();
            assertThat(below(span)).isNotEmpty().allSatisfy(TracingIT::describesAnInsert);
            assertThat(rowsBelow(span))
                    .as("clicks of a new user agent may come later, with a statement of their own")
                    .isEqualTo(Long.parseLong(span.attributes().get("analytics.clicks.stored")));
        });
    }

    @Test
    void a_part_of_the_other_batches_is_traced_too() {
        lab.send(Lab.events(0, 8));

        runUntilStored(Map.of("Telemetry.Sampler", "1.0"), 8);

        assertThat(collector.named("process " + lab.topic())).isEmpty();
        assertThat(collector.named("batch " + lab.topic())).isNotEmpty().allSatisfy(span -> assertThat(below(span))
                .isNotEmpty());
    }

    /** The control of the tests before. */
    @Test
    void without_an_endpoint_nothing_is_sent() {
        send(Lab.event("traced", 1_731_000_000), SAMPLED);

        runUntilStored(Map.of("Telemetry.Disabled", "true"), 1);

        assertThat(collector.spans()).isEmpty();
    }

    @Test
    void a_collector_that_does_not_answer_costs_no_click() {
        collector.close();
        send(Lab.event("traced", 1_731_000_000), SAMPLED);

        runUntilStored(Map.of(), 1);

        assertThat(lab.count()).isEqualTo(1);
    }

    private void runUntilStored(Map<String, String> more, int records) {
        Map<String, String> settings =
                new HashMap<>(Map.of("Telemetry.Endpoint", collector.endpoint(), "Telemetry.Name", "clicks-eu"));
        settings.putAll(more);
        RunningPipeline pipeline = RunningPipeline.start(lab.config(settings));
        try {
            await().atMost(SOON).until(() -> lab.committed() == records);
        } finally {
            pipeline.stop();
        }
    }

    private List<Received> below(Received batch) {
        return collector.spans().stream()
                .filter(span -> span.parentId().equals(batch.spanId()))
                .toList();
    }

    private long rowsBelow(Received batch) {
        return below(batch).stream()
                .mapToLong(span -> Long.parseLong(span.attributes().get("db.operation.batch.size")))
                .sum();
    }

    private static void describesAnInsert(Received span) {
        assertThat(span.span().getName()).isEqualTo("INSERT clicks");
        assertThat(span.span().getKind()).isEqualTo(SpanKind.SPAN_KIND_CLIENT);
        assertThat(span.attributes())
                .containsEntry("db.system.name", "postgresql")
                .containsEntry("db.operation.name", "INSERT")
                .containsEntry("db.collection.name", "clicks")
                .containsKeys("db.namespace", "server.address", "server.port", "db.operation.batch.size")
                .doesNotContainKey("error.type");
    }

    private void send(String value, TraceContext context) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(lab.topic(), 0, null, value.getBytes(StandardCharsets.UTF_8));
        record.headers().add(TraceContext.HEADER, context.header().getBytes(StandardCharsets.UTF_8));
        lab.send(record);
    }
}
