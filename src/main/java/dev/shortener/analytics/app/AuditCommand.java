package dev.shortener.analytics.app;

import dev.shortener.analytics.config.AppConfig;
import dev.shortener.analytics.event.OffsetRange;
import dev.shortener.analytics.kafka.GroupProgress;
import dev.shortener.analytics.kafka.RecordSearch;
import dev.shortener.analytics.kafka.TopicProbe;
import dev.shortener.analytics.kafka.TopicScan;
import dev.shortener.analytics.store.CompleteUntil;
import dev.shortener.analytics.store.Completeness;
import dev.shortener.analytics.store.LedgerBook;
import dev.shortener.analytics.store.LedgerReader;
import dev.shortener.analytics.store.Watermarks;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Proves from Kafka and the database that every record is accounted for.
 *
 * <p>The service may run meanwhile. What was true when the brokers were asked is still true in the snapshot that is taken after that: rows and
 * their entry in the ledger are of one transaction, an offset is committed after it, and a dead letter is published after it.
 */
@Command(
        name = "audit",
        description = {
            "Proves from Kafka and the database, for every partition, that nothing is lost and nothing counted twice: every record below "
                    + "the committed offsets is in the ledger; consumed = stored + duplicate + rejected; the rows in clicks are those "
                    + "that were stored; the dead letters are those that were rejected. Nothing is changed, and the service may run.",
            "Exit status: 0 balanced, 1 not balanced or not to be looked at, 2 the configuration or the command line is wrong."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  analytics-consumer audit -conf conf/consumer.yaml",
            "  analytics-consumer audit --json | jq .balanced"
        })
final class AuditCommand implements Callable<Integer> {

    private static final int RECORDS_AT_ONCE = 1_000;

    @Mixin
    private ConfigOptions config;

    @Option(names = "--json", description = "One JSON object, for programs.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        AppConfig loaded = config.loadQuietly();
        AuditReport report;
        try (AuditProgress progress = AuditProgress.onTerminal()) {
            report = audit(loaded, progress);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(AuditJson.of(report).encode());
            out.flush();
        } else {
            AuditText.print(report, out);
        }
        return report.balanced() ? 0 : 1;
    }

    private static AuditReport audit(AppConfig loaded, AuditProgress progress) {
        progress.step("asking the brokers");
        GroupProgress group = progressOfGroup(loaded);
        // After the committed offsets and before the snapshot: no record that is rejected later can have a dead letter
        // in it.
        try (TopicScan letters = deadLetters(loaded)) {
            progress.step("reading the ledger");
            LedgerBook book = new LedgerReader(loaded.database()).read(progress::counting);
            LedgerAccounts accounts = new LedgerAccounts(book, group.topic().topicId());
            progress.step("looking up gaps");
            AuditCheck covered = covered(loaded, group, accounts);
            Completeness completeness = completeness(loaded, group, covered);
            DeadLetterIndex index =
                    letters == null ? DeadLetterIndex.empty() : DeadLetterIndex.read(letters, progress::deadLetters);
            AuditCheck deadLetters = new DeadLetterAudit(
                            group, book, accounts, loaded.deadLetter().topic(), index)
                    .check();
            List<AuditCheck> checks = List.of(covered, accounts.accounted(), accounts.rows(), deadLetters);
            return new AuditReport(group, book, accounts, checks, completeness);
        }
    }

    private static GroupProgress progressOfGroup(AppConfig loaded) {
        String topic = loaded.kafka().topic();
        try (TopicProbe probe = new TopicProbe(loaded.kafka())) {
            return probe.progress(loaded.kafka().group(), topic)
                    .orElseThrow(() -> new CommandFailedException("there is no topic " + topic + ": is Topic right?"));
        }
    }

    private static @Nullable TopicScan deadLetters(AppConfig loaded) {
        String topic = loaded.deadLetter().topic();
        try (TopicProbe probe = new TopicProbe(loaded.kafka())) {
            return probe.partitions(topic).isEmpty() ? null : new TopicScan(loaded.kafka(), topic, RECORDS_AT_ONCE);
        }
    }

    private static AuditCheck covered(AppConfig loaded, GroupProgress group, LedgerAccounts accounts) {
        try (RecordSearch search = new RecordSearch(loaded.kafka())) {
            return new CoverageAudit(
                            group,
                            accounts,
                            (partition, offsets) -> search.search(group.topic().topic(), partition, offsets))
                    .check();
        }
    }

    private static Completeness completeness(AppConfig loaded, GroupProgress group, AuditCheck covered) {
        Watermarks known = new Watermarks(
                group.topic().topicId(),
                group.askedAt(),
                group.partitions().stream()
                        .map(partition -> new Watermarks.Partition(
                                partition.number(), settledBelow(partition, covered), partition.end()))
                        .toList());
        Vertx vertx = Vertx.vertx();
        try {
            return new CompleteUntil(vertx, loaded.database()).look(known).await();
        } finally {
            vertx.close().await();
        }
    }

    /** What is committed is settled, but not above a record that was committed unread. */
    private static long settledBelow(GroupProgress.Partition partition, AuditCheck covered) {
        return covered.faults().stream()
                .filter(hole -> Objects.equals(hole.partition(), partition.number()))
                .map(Discrepancy::offsets)
                .filter(Objects::nonNull)
                .mapToLong(OffsetRange::first)
                .min()
                .orElse(partition.settledBelow());
    }
}
