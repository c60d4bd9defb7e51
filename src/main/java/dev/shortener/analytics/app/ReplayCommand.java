package dev.shortener.analytics.app;

import dev.shortener.analytics.config.AppConfig;
import dev.shortener.analytics.event.Reason;
import dev.shortener.analytics.kafka.ClientProperties;
import dev.shortener.analytics.kafka.DeadLetterReader;
import dev.shortener.analytics.kafka.DeadLetterSender;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Sends dead letters back to the topic. */
@Command(
        name = "replay",
        description = {
            "Sends dead letters back to the topic, the latest of each record once, and prints what it did.",
            "Their rows have the ids of the records that were rejected, so that sending them twice, or sending one that has been "
                    + "stored since, adds no row. A record that is rejected for the fourth time is parked, and passed over from then on."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  analytics-consumer replay --dry-run",
            "  analytics-consumer replay --reason refused_by_database --from 2026-11-24T10:00Z --rate 500"
        })
final class ReplayCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(35);

    @Mixin
    private ConfigOptions config;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--reason",
            paramLabel = "R",
            split = ",",
            description = "Only those with this reason, as dlq list shows it. May be repeated.")
    private List<String> reasons = List.of();

    @Option(names = "--from", paramLabel = "T", description = "Only dead letters written then or later (ISO-8601).")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "T", description = "Only dead letters written before (ISO-8601).")
    private @Nullable String to;

    @Option(names = "--limit", paramLabel = "N", description = "At most so many.")
    private @Nullable Long limit;

    @Option(names = "--rate", paramLabel = "N", description = "Most in a second; as many as go without it.")
    private @Nullable Long rate;

    @Option(names = "--parked", description = "Those that are parked, and no others.")
    private boolean parked;

    @Option(names = "--dry-run", description = "Sends nothing, and counts what would be sent.")
    private boolean dryRun;

    @Override
    public Integer call() {
        requirePositive("--limit", limit);
        requirePositive("--rate", rate);
        Selection chosen = selection();
        AppConfig loaded = config.loadQuietly();
        StopSignal stop = StopSignal.listen(PATIENCE);
        int status = 1;
        try {
            status = replay(loaded, chosen, stop);
            return status;
        } finally {
            stop.over(status);
        }
    }

    /** What the options say. */
    private record Selection(Set<String> reasons, @Nullable Instant from, @Nullable Instant to) {}

    private Selection selection() {
        Set<String> known = new LinkedHashSet<>();
        Arrays.stream(Reason.values()).map(Reason::label).forEach(known::add);
        for (String reason : reasons) {
            if (!known.contains(reason)) {
                throw wrong("--reason '" + reason + "' is none; allowed: " + String.join(", ", known));
            }
        }
        Instant earliest = time("--from", from);
        Instant latest = time("--to", to);
        if (earliest != null && latest != null && !earliest.isBefore(latest)) {
            throw wrong("--to '" + to + "' is not later than --from '" + from + "'; allowed: a later time");
        }
        return new Selection(Set.copyOf(reasons), earliest, latest);
    }

    private @Nullable Instant time(String option, @Nullable String text) {
        if (text == null) {
            return null;
        }
        return IsoTime.parse(text)
                .orElseThrow(() -> wrong(option + " '" + text + "' is no time; allowed: ISO-8601, in UTC unless it says"
                        + " otherwise, such as 2026-11-24, 2026-11-24T10:00Z or 2026-11-24T10:00:00+01:00"));
    }

    private void requirePositive(String option, @Nullable Long number) {
        if (number != null && number < 1) {
            throw wrong(option + " '" + number + "' is out of range; allowed: 1 or more");
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private int replay(AppConfig loaded, Selection chosen, StopSignal stop) {
        Replay replay = new Replay(
                new Replay.Selection(
                        loaded.kafka().topic(),
                        chosen.reasons(),
                        chosen.from(),
                        chosen.to(),
                        parked,
                        limit == null ? Long.MAX_VALUE : limit),
                loaded.deadLetter().key(),
                Pace.of(rate == null || dryRun ? 0 : rate));
        try (Progress progress = Progress.onTerminal()) {
            try (DeadLetterReader reader = open(loaded)) {
                replay.learn(reader, () -> !stop.isGiven(), progress);
            }
            return dryRun ? rehearse(loaded, replay, stop, progress) : send(loaded, replay, stop, progress);
        }
    }

    private static DeadLetterReader open(AppConfig loaded) {
        return new DeadLetterReader(loaded.kafka(), loaded.deadLetter().topic());
    }

    private int rehearse(AppConfig loaded, Replay replay, StopSignal stop, Progress progress) {
        try (DeadLetterReader reader = open(loaded)) {
            Replay.Counts counts =
                    replay.send(reader, () -> !stop.isGiven(), (letter, origin, content) -> {}, progress);
            progress.end(counts.sent);
            return report(loaded, counts, 0, stop);
        }
    }

    private int send(AppConfig loaded, Replay replay, StopSignal stop, Progress progress) {
        try (DeadLetterReader reader = open(loaded);
                DeadLetterSender sender = new DeadLetterSender(
                        new ClientProperties(loaded.kafka()), loaded.kafka().topic())) {
            Replay.Counts counts = replay.send(reader, () -> !stop.isGiven(), sender::send, progress);
            sender.flush();
            progress.end(sender.acknowledged());
            counts.sent = sender.acknowledged();
            return report(loaded, counts, sender.tooLarge(), stop);
        }
    }

    private int report(AppConfig loaded, Replay.Counts counts, long tooLarge, StopSignal stop) {
        JsonObject summary = new JsonObject()
                .put("topic", loaded.kafka().topic())
                .put("letters", counts.letters)
                .put("matched", counts.matched)
                .put(dryRun ? "would_send" : "sent", counts.sent)
                .put("parked", counts.parked)
                .put("truncated", counts.truncated)
                .put("identity_redacted", counts.identityRedacted)
                .put("unreadable", counts.unreadable)
                .put("too_large", tooLarge)
                .put("superseded", counts.superseded)
                .put("other_topic", counts.otherTopic)
                .put("without_origin", counts.withoutOrigin)
                .put("stopped", stop.isGiven());
        spec.commandLine().getOut().println(summary.encode());
        spec.commandLine().getOut().flush();
        counts.unreadableBecause.forEach(
                reason -> spec.commandLine().getErr().println("passed over: " + Printable.text(reason)));
        spec.commandLine().getErr().flush();
        return counts.unreadable > 0 || tooLarge > 0 || stop.isGiven() ? 1 : 0;
    }
}
