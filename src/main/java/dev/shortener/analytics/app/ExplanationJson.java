package dev.shortener.analytics.app;

import dev.shortener.analytics.enrich.Column;
import dev.shortener.analytics.enrich.Explanation;
import dev.shortener.analytics.enrich.Finding;
import dev.shortener.analytics.event.Rejection;
import dev.shortener.analytics.event.RulesVersion;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes an explanation for programs, as one object. Stateless. */
final class ExplanationJson {

    private ExplanationJson() {}

    static JsonObject of(ExplainedRecord explained) {
        JsonObject json = new JsonObject();
        if (!explained.deadLetter().isEmpty()) {
            json.put("dead_letter", new JsonObject(new TreeMap<>(explained.deadLetter())));
        }
        if (explained.rejection() != null) {
            json.put("rejected", rejection(explained.rejection()));
        }
        if (explained.explanation() != null) {
            json.put("id", explained.id() == null ? null : explained.id().toString());
            json.put("columns", columns(explained.explanation()));
        }
        return json.put("version", version(explained.version()));
    }

    private static JsonObject rejection(Rejection rejection) {
        return new JsonObject()
                .put("reason", rejection.reason().label())
                .put("field", rejection.field())
                .put("message", rejection.message());
    }

    private static JsonObject columns(Explanation explanation) {
        JsonObject columns = new JsonObject();
        for (Column column : Column.values()) {
            Finding decisive = explanation.decisive(column).orElse(null);
            JsonArray findings = new JsonArray();
            explanation.of(column).forEach(finding -> findings.add(finding(finding)));
            columns.put(
                    column.label(),
                    new JsonObject()
                            .put("value", decisive == null ? null : decisive.value())
                            .put("decided_by", decisive == null ? null : finding(decisive))
                            .put("steps", findings));
        }
        return columns;
    }

    private static JsonObject finding(Finding finding) {
        return new JsonObject()
                .put("step", finding.step())
                .put("rule", finding.rule())
                .put("value", finding.value())
                .put("reason", emptyToNull(finding.reason()));
    }

    private static @Nullable String emptyToNull(String text) {
        return text.isEmpty() ? null : text;
    }

    /** What a click was enriched with. */
    static JsonObject version(RulesVersion version) {
        JsonObject lists = new JsonObject();
        for (String list : version.lists().split(" ", -1)) {
            int equals = list.indexOf('=');
            lists.put(list.substring(0, equals), list.substring(equals + 1));
        }
        return new JsonObject()
                .put("lists", lists)
                .put("country_database", emptyToNull(version.geoDatabase()))
                .put("code", version.code());
    }
}
