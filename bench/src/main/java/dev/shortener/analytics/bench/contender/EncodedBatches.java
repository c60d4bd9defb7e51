package dev.shortener.analytics.bench.contender;

import dev.shortener.analytics.event.EnrichedClick;
import dev.shortener.analytics.store.ClickRow;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.jspecify.annotations.Nullable;

/** The clicks of a topic as COPY's text format has them, so many in a batch. Stateless. */
final class EncodedBatches {

    private static final Duration POLL = Duration.ofMillis(100);

    private EncodedBatches() {}

    /** Reads one pass. */
    static List<byte[]> read(Task task) throws Exception {
        RowMaker maker = RowMaker.load(task);
        List<byte[]> batches = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        int rows = 0;
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(ConsumerSettings.of(task, task.batch()))) {
            consumer.subscribe(List.of(task.topic()));
            while (rows < task.clicks()) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    if (rows < task.clicks()) {
                        append(text, maker.row(record));
                        rows++;
                        cut(text, rows % task.batch() == 0 || rows == task.clicks(), batches);
                    }
                }
            }
        }
        return batches;
    }

    private static void cut(StringBuilder text, boolean isFull, List<byte[]> batches) {
        if (isFull) {
            batches.add(text.toString().getBytes(StandardCharsets.UTF_8));
            text.setLength(0);
        }
    }

    private static void append(StringBuilder text, ClickRow row) {
        EnrichedClick click = row.click();
        text.append(row.id());
        for (String column : columns(click)) {
            text.append('\t').append(column);
        }
        text.append("\t1\n");
    }

    private static List<String> columns(EnrichedClick click) {
        return List.of(
                click.shortCode(),
                click.clickedAt().toString(),
                click.countryCode(),
                click.deviceType().label(),
                escaped(click.trafficSource()),
                click.trafficChannel().label(),
                escaped(click.browser()),
                escaped(click.os()),
                escaped(click.region()),
                escaped(click.city()));
    }

    private static String escaped(@Nullable String text) {
        return text == null
                ? "\\N"
                : text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n");
    }
}
