package dev.shortener.analytics.app;

import dev.shortener.analytics.app.DeadLetterIndex.Letters;
import dev.shortener.analytics.app.DeadLetterIndex.Origin;
import dev.shortener.analytics.event.OffsetCoverage;
import dev.shortener.analytics.event.OffsetRange;
import dev.shortener.analytics.kafka.GroupProgress;
import dev.shortener.analytics.store.LedgerBook;
import dev.shortener.analytics.store.LedgerRejection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Whether the rejected records and the dead letters are the same ones. For one thread.
 *
 * <p>A record's rejection is in the ledger before its dead letter is published, and its offset is committed after that. So a dead letter
 * may be missing as long as its record is not committed, and none may be there without a rejection. Of other topics, which may be
 * another service's, it is only told how many there are. A dead letter that is there twice, as after a crash, counts once; so does
 * one that was sent again, whatever became of it.
 */
final class DeadLetterAudit {

    /** By which the clocks of database and brokers may differ. */
    private static final Duration CLOCKS_APART = Duration.ofMinutes(1);

    private final GroupProgress group;
    private final LedgerBook book;
    private final LedgerAccounts accounts;
    private final String topic;
    private final DeadLetterIndex index;

    private final SortedMap<Integer, OffsetCoverage> missing = new TreeMap<>();
    private final SortedMap<Integer, OffsetCoverage> gone = new TreeMap<>();
    private long present;
    private long inFlight;
    private long others;
    private long othersPresent;

    /**
     * @param topic name of the dead-letter topic
     */
    DeadLetterAudit(
            GroupProgress group, LedgerBook book, LedgerAccounts accounts, String topic, DeadLetterIndex index) {
        this.group = group;
        this.book = book;
        this.accounts = accounts;
        this.topic = topic;
        this.index = index;
    }

    AuditCheck check() {
        Map<Integer, OptionalLong> committed = new HashMap<>();
        group.partitions().forEach(partition -> committed.put(partition.number(), partition.committed()));
        for (LedgerRejection rejection : book.rejections()) {
            judge(rejection, committed.getOrDefault(rejection.partition(), OptionalLong.empty()));
        }
        List<String> notes = new ArrayList<>();
        List<Discrepancy> faults = new ArrayList<>();
        addFigures(faults);
        faults.addAll(discrepancies("missing_dead_letter", missing, "rejected, and there is no dead letter of it"));
        addExtra(faults, notes);
        addNotes(notes);
        List<Discrepancy> uncheckable = discrepancies(
                "dead_letter_not_retained", gone, "rejected, and dead letters of that time are no longer retained");
        return new AuditCheck("dead_letters", verdict(), faults, uncheckable, notes);
    }

    private void judge(LedgerRejection rejection, OptionalLong committed) {
        boolean ours = isOurs(rejection.topicId());
        boolean there =
                index.letters().containsKey(new Origin(rejection.topicId(), rejection.partition(), rejection.offset()));
        if (!ours) {
            others++;
            othersPresent += there ? 1 : 0;
        } else if (there) {
            present++;
        } else if (committed.isEmpty() || rejection.offset() >= committed.getAsLong()) {
            inFlight++;
        } else {
            boolean lost = rejection.rejectedAt().minus(CLOCKS_APART).isBefore(index.lostBefore());
            (lost ? gone : missing)
                    .computeIfAbsent(rejection.partition(), partition -> new OffsetCoverage())
                    .add(rejection.offset());
        }
    }

    private boolean isOurs(String topicId) {
        return topicId.equals(group.topic().topicId());
    }

    private void addFigures(List<Discrepancy> faults) {
        if (accounts.all().rejected() != book.rejections().size()) {
            faults.add(Discrepancy.of(
                    "rejections",
                    "the ledger counts %,d rejected records and names %,d"
                            .formatted(
                                    accounts.all().rejected(), book.rejections().size())));
        }
    }

    private List<Discrepancy> discrepancies(String kind, SortedMap<Integer, OffsetCoverage> places, String message) {
        List<Discrepancy> discrepancies = new ArrayList<>();
        places.forEach((partition, offsets) -> offsets.ranges()
                .forEach(range ->
                        discrepancies.add(Discrepancy.at(kind, group.topic().topicId(), partition, range, message))));
        return discrepancies;
    }

    private void addExtra(List<Discrepancy> faults, List<String> notes) {
        Set<Origin> rejected = new HashSet<>();
        book.rejections().forEach(one -> rejected.add(new Origin(one.topicId(), one.partition(), one.offset())));
        long before = 0;
        long foreign = 0;
        for (Map.Entry<Origin, Letters> letter : index.letters().entrySet()) {
            Origin origin = letter.getKey();
            if (rejected.contains(origin)) {
                continue;
            }
            if (!isOurs(origin.topicId())) {
                foreign++;
            } else if (isBeforeTheLedger(origin)) {
                before++;
            } else {
                faults.add(Discrepancy.at(
                                "extra_dead_letter",
                                origin.topicId(),
                                origin.partition(),
                                new OffsetRange(origin.offset(), origin.offset()),
                                "has a dead letter at %s of %s, and was not rejected"
                                        .formatted(letter.getValue().place(), topic))
                        .withDeadLetter(letter.getValue().place()));
            }
        }
        index.foreign()
                .forEach(place -> faults.add(Discrepancy.of(
                                "foreign_dead_letter",
                                "the record at %s of %s does not say what it is a dead letter of"
                                        .formatted(place, topic))
                        .withDeadLetter(place)));
        note(notes, before, "dead letters of records below the beginning of the ledger");
        note(notes, foreign, "dead letters of other topics that the ledger knows nothing of");
    }

    private boolean isBeforeTheLedger(Origin origin) {
        OptionalLong beginning = accounts.beginning(origin.partition());
        return beginning.isEmpty() || origin.offset() < beginning.getAsLong();
    }

    private void addNotes(List<String> notes) {
        note(notes, inFlight, "rejected and not committed yet, so that their dead letters may be on their way");
        long again = index.letters().values().stream()
                .filter(letters -> letters.count() > 1)
                .count();
        note(notes, again, "records with more than one dead letter, counted once each");
        if (others > 0) {
            notes.add(
                    "%,d rejected records of other topics, %,d of them in %s".formatted(others, othersPresent, topic));
        }
    }

    private static void note(List<String> notes, long count, String what) {
        if (count > 0) {
            notes.add("%,d %s".formatted(count, what));
        }
    }

    private String verdict() {
        long rejected = book.rejections().size() - others;
        return "%,d of %,d rejected records are in %s".formatted(present, rejected, topic);
    }
}
