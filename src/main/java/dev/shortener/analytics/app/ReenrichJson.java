package dev.shortener.analytics.app;

import dev.shortener.analytics.app.ChangeTally.ColumnTally;
import dev.shortener.analytics.store.UpdateResult.Change;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Writes for programs what a look at the past has come to. Stateless. */
final class ReenrichJson {

    private ReenrichJson() {}

    static JsonObject of(ReenrichReport report) {
        ReenrichReport.Counts counts = report.counts();
        JsonObject columns = new JsonObject();
        report.columns().forEach(column -> columns.put(column.name(), of(column)));
        return new JsonObject()
                .put("topic", report.topic())
                .put("from", report.window().from().toString())
                .put("to", report.window().to().toString())
                .put("dry_run", report.dryRun())
                .put("complete", report.complete())
                .put("records", counts.records())
                .put("rejected", counts.rejected())
                .put("outside", counts.outside())
                .put("repeated", counts.repeated())
                .put("rows_present", counts.present())
                .put("rows_missing", counts.missing())
                .put("rows_changed", counts.changed())
                .put("rows_refused", counts.refused())
                .put("columns", columns)
                .put("version", ExplanationJson.version(report.version()))
                .put("notes", new JsonArray(report.notes()));
    }

    private static JsonObject of(ColumnTally column) {
        JsonArray changes = new JsonArray();
        for (Change change : column.top()) {
            changes.add(new JsonObject()
                    .put("from", change.from())
                    .put("to", change.to())
                    .put("rows", change.rows()));
        }
        return new JsonObject()
                .put("rows", column.rows())
                .put("changes", changes)
                .put("other_rows", column.otherRows());
    }
}
