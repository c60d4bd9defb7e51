package dev.shortener.analytics.bench;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Every single measurement, for programs. Stateless. */
final class JsonReport {

    private JsonReport() {}

    static String text(Scores scores, Map<String, String> machine, Options options) {
        return new JsonObject()
                        .put("machine", new JsonObject(new LinkedHashMap<>(machine)))
                        .put("clicks", options.clicks())
                        .put("cold_clicks", options.coldClicks())
                        .put("seed", options.seed())
                        .put("goals", goals(scores))
                        .put("drain", measured(scores.drains(), JsonReport::drain))
                        .put("cold_drain_seconds", measured(scores.coldDrains(), seconds -> seconds))
                        .put("latency_warm", measured(scores.atRate(), JsonReport::latency))
                        .put("latency_half", measured(scores.atHalf(), JsonReport::latency))
                        .put("latency_cold", measured(scores.cold(), JsonReport::latency))
                        .put("latency_restart", measured(scores.restart(), JsonReport::latency))
                        .put("not_measured", new JsonArray(scores.failures()))
                        .encodePrettily()
                + "\n";
    }

    private static JsonArray goals(Scores scores) {
        JsonArray goals = new JsonArray();
        for (Goal goal : new Goals(scores).all()) {
            goals.add(new JsonObject()
                    .put("what", goal.what())
                    .put("wanted", goal.wanted())
                    .put("measured", goal.got())
                    .put("verdict", goal.verdict()));
        }
        return goals;
    }

    private static <T> JsonArray measured(Map<Entry, List<T>> measured, Function<T, Object> one) {
        JsonArray entries = new JsonArray();
        measured.forEach((entry, values) -> entries.add(new JsonObject()
                .put("contender", entry.contender().name())
                .put("batch", entry.batch())
                .put("rounds", new JsonArray(values.stream().map(one).toList()))));
        return entries;
    }

    private static JsonObject drain(Drain drain) {
        JsonObject json = new JsonObject()
                .put("clicks_per_second", drain.perSecond())
                .put("cpu_micros_per_click", drain.cpuMicros());
        return Double.isNaN(drain.peakMemory()) ? json : json.put("peak_memory_mib", drain.peakMemory());
    }

    private static JsonObject latency(Latency latency) {
        return new JsonObject()
                .put("clicks_per_second", latency.perSecond())
                .put("probes", latency.probes())
                .put("p50_ms", latency.p50())
                .put("p99_ms", latency.p99())
                .put("p999_ms", latency.p999())
                .put("max_ms", latency.max());
    }
}
