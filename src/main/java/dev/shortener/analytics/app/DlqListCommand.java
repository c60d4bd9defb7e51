package dev.shortener.analytics.app;

import dev.shortener.analytics.config.AppConfig;
import dev.shortener.analytics.kafka.DeadLetterReader;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Counts dead letters. */
@Command(
        name = "list",
        description = "Counts dead letters by reason, field and hour.",
        mixinStandardHelpOptions = true,
        footer = {"", "Examples:", "  analytics-consumer dlq list", "  analytics-consumer dlq list --json"})
final class DlqListCommand implements Callable<Integer> {

    @Mixin
    private ConfigOptions config;

    @Option(names = "--json", description = "One JSON object, for programs.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        AppConfig loaded = config.loadQuietly();
        String topic = loaded.deadLetter().topic();
        DeadLetterCounts counts = new DeadLetterCounts();
        try (DeadLetterReader reader = new DeadLetterReader(loaded.kafka(), topic)) {
            reader.read(() -> true, counts::add);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Printable.json(json(topic, counts).encode()));
        } else {
            print(topic, counts, out);
        }
        out.flush();
        return 0;
    }

    private static void print(String topic, DeadLetterCounts counts, PrintWriter out) {
        if (counts.letters() == 0) {
            out.println("no dead letters in " + topic);
            return;
        }
        out.printf("%,d dead letters of %,d records in %s%n", counts.letters(), counts.records(), topic);
        out.printf("from %s to %s%n", seconds(counts.first()), seconds(counts.last()));
        out.printf("%n%-20s  %-14s  %10s  %s%n", "reason", "field", "letters", "one of them");
        counts.by(sort -> sort.reason() + "\t" + sort.field()).forEach((sort, tally) -> {
            int tab = sort.indexOf('\t');
            String field = sort.substring(tab + 1);
            out.printf(
                    "%-20s  %-14s  %,10d  %s%n",
                    Printable.text(sort.substring(0, tab)),
                    field.isEmpty() ? "-" : Printable.text(field),
                    tally.letters(),
                    tally.last());
        });
        out.printf("%n%-20s  %-14s  %10s%n", "hour (UTC)", "", "letters");
        counts.by(DeadLetterCounts.Sort::hour)
                .forEach((hour, tally) ->
                        out.printf("%-20s  %-14s  %,10d%n", hour.toString().substring(0, 16), "", tally.letters()));
        out.printf(
                "%nparked %,d, truncated %,d, encrypted %,d, without origin %,d%n",
                counts.parked(), counts.truncated(), counts.encrypted(), counts.withoutOrigin());
    }

    private static String seconds(@Nullable Instant time) {
        return time == null ? "-" : time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static JsonObject json(String topic, DeadLetterCounts counts) {
        JsonArray sorts = new JsonArray();
        for (Map.Entry<DeadLetterCounts.Sort, DeadLetterCounts.Tally> entry :
                counts.sorts().entrySet()) {
            String field = entry.getKey().field();
            sorts.add(new JsonObject()
                    .put("hour", entry.getKey().hour().toString())
                    .put("reason", entry.getKey().reason())
                    .put("field", field.isEmpty() ? null : field)
                    .put("letters", entry.getValue().letters())
                    .put("one_of_them", entry.getValue().last().toString()));
        }
        return new JsonObject()
                .put("topic", topic)
                .put("letters", counts.letters())
                .put("records", counts.records())
                .put("first", counts.first() == null ? null : counts.first().toString())
                .put("last", counts.last() == null ? null : counts.last().toString())
                .put("parked", counts.parked())
                .put("truncated", counts.truncated())
                .put("encrypted", counts.encrypted())
                .put("without_origin", counts.withoutOrigin())
                .put("counts", sorts);
    }
}
