package dev.shortener.analytics.bench;

import io.vertx.core.json.JsonObject;

/**
 * How the service drained a backlog with one thing changed. Immutable.
 *
 * @param label to what it was changed
 * @param drain what came of it; all of it NaN if it does not run so
 * @param note what else is to be said; may be empty
 */
record ScalePoint(String label, Drain drain, String note) {

    private static final String RATE = "clicks_per_second";
    private static final String CPU = "cpu_micros_per_click";
    private static final String MEMORY = "peak_memory_mib";

    static ScalePoint impossible(String label, String note) {
        return new ScalePoint(label, new Drain(Double.NaN, Double.NaN, Double.NaN), note);
    }

    boolean isMeasured() {
        return !Double.isNaN(drain.perSecond());
    }

    JsonObject json() {
        JsonObject json = new JsonObject().put("label", label).put("note", note);
        return isMeasured()
                ? json.put(RATE, drain.perSecond()).put(CPU, drain.cpuMicros()).put(MEMORY, drain.peakMemory())
                : json;
    }

    static ScalePoint parse(JsonObject json) {
        String label = json.getString("label");
        String note = json.getString("note");
        return json.containsKey(RATE)
                ? new ScalePoint(
                        label, new Drain(json.getDouble(RATE), json.getDouble(CPU), json.getDouble(MEMORY)), note)
                : impossible(label, note);
    }
}
