package dev.shortener.analytics.app;

import dev.shortener.analytics.event.OffsetRange;
import dev.shortener.analytics.kafka.GroupProgress;
import dev.shortener.analytics.store.Completeness;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Writes an audit for programs, as one object whose members stay as they are. Stateless. */
final class AuditJson {

    private AuditJson() {}

    static JsonObject of(AuditReport report) {
        GroupProgress group = report.group();
        JsonObject checks = new JsonObject();
        report.checks().forEach(check -> checks.put(check.name(), check(check)));
        return new JsonObject()
                .put("balanced", report.balanced())
                .put("topic", group.topic().topic())
                .put("topic_id", group.topic().topicId())
                .put("group", group.group())
                .put("looked_at", group.askedAt().toString())
                .put("partitions", partitions(report))
                .put("others", others(report.accounts()))
                .put("all", totals(report.accounts().all()))
                .put("rows", report.book().rows())
                .put("counted_in_ms", report.book().counting().toMillis())
                .put("checks", checks)
                .put(
                        "complete_until",
                        report.completeness().until().map(Instant::toString).orElse(null));
    }

    private static JsonArray partitions(AuditReport report) {
        JsonArray partitions = new JsonArray();
        List<Completeness.Partition> completeness = report.completeness().partitions();
        for (GroupProgress.Partition partition : report.group().partitions()) {
            LedgerAccounts.Account account = report.accounts().current().get(partition.number());
            Completeness.Partition complete = completeness.stream()
                    .filter(one -> one.number() == partition.number())
                    .findFirst()
                    .orElse(null);
            partitions.add(totals(account == null ? LedgerTotals.NONE : account.totals())
                    .put("partition", partition.number())
                    .put("first", partition.first())
                    .put("committed", orNull(partition.committed()))
                    .put("end", partition.end())
                    .put(
                            "covered",
                            ranges(
                                    account == null
                                            ? List.of()
                                            : account.coverage().ranges()))
                    .put(
                            "complete_until",
                            complete == null || complete.until() == null
                                    ? null
                                    : complete.until().toString()));
        }
        return partitions;
    }

    private static @Nullable Long orNull(OptionalLong number) {
        return number.isPresent() ? number.getAsLong() : null;
    }

    private static JsonArray ranges(List<OffsetRange> ranges) {
        JsonArray array = new JsonArray();
        ranges.forEach(range -> array.add(range(range)));
        return array;
    }

    private static JsonObject range(OffsetRange range) {
        return new JsonObject().put("first", range.first()).put("last", range.last());
    }

    private static JsonArray others(LedgerAccounts accounts) {
        JsonArray others = new JsonArray();
        accounts.others().forEach((topicId, totals) -> others.add(totals(totals).put("topic_id", topicId)));
        return others;
    }

    private static JsonObject totals(LedgerTotals totals) {
        return new JsonObject()
                .put("consumed", totals.consumed())
                .put("stored", totals.stored())
                .put("duplicate", totals.duplicate())
                .put("rejected", totals.rejected());
    }

    private static JsonObject check(AuditCheck check) {
        return new JsonObject()
                .put("balanced", check.balanced())
                .put("verdict", check.verdict())
                .put("faults", discrepancies(check.faults()))
                .put("uncheckable", discrepancies(check.uncheckable()))
                .put("notes", new JsonArray(check.notes()));
    }

    private static JsonArray discrepancies(List<Discrepancy> discrepancies) {
        JsonArray array = new JsonArray();
        for (Discrepancy one : discrepancies) {
            OffsetRange offsets = one.offsets();
            array.add(new JsonObject()
                    .put("kind", one.kind())
                    .put("topic_id", one.topicId())
                    .put("partition", one.partition())
                    .put("first", offsets == null ? null : offsets.first())
                    .put("last", offsets == null ? null : offsets.last())
                    .put("dead_letter", one.deadLetter())
                    .put("message", one.message()));
        }
        return array;
    }
}
