package dev.shortener.analytics.app;

import dev.shortener.analytics.config.DeadLetterKey;
import dev.shortener.analytics.event.Position;
import dev.shortener.analytics.kafka.DeadLetter;
import dev.shortener.analytics.kafka.DeadLetterContent;
import dev.shortener.analytics.kafka.DeadLetterReader;
import dev.shortener.analytics.kafka.UnreadableDeadLetterException;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Chooses dead letters and sends them, the latest of each record once. For one thread, which it blocks.
 *
 * <p>It is fed with all dead letters twice: to learn which are the latest, and to send. What is written to the topic in between is
 * not known from the first time, and left alone: a record that is rejected again does not go round in circles.
 */
final class Replay {

    /**
     * Which dead letters are meant. Immutable.
     *
     * @param topic where their records first stood, by name
     * @param reasons labels; empty for all
     * @param from earliest time of the dead letter; null for none
     * @param to time before which the dead letter was written; null for none
     * @param parked whether the parked ones are meant, and no others, instead of all others
     * @param limit most that are sent
     */
    record Selection(
            String topic,
            Set<String> reasons,
            @Nullable Instant from,
            @Nullable Instant to,
            boolean parked,
            long limit) {

        Selection {
            reasons = Set.copyOf(reasons);
        }

        private boolean wants(DeadLetter letter) {
            return (reasons.isEmpty() || reasons.contains(letter.reason()))
                    && (from == null || !letter.time().isBefore(from))
                    && (to == null || letter.time().isBefore(to));
        }
    }

    /** Takes what is sent. */
    interface Sending {
        void send(DeadLetter letter, Position origin, DeadLetterContent content);
    }

    /** What was found. Counts of dead letters, all of them without those that a limit or a stop left unread. */
    static final class Counts {
        long letters;
        long matched;
        long sent;
        long parked;
        long truncated;
        long identityRedacted;
        long unreadable;
        long superseded;
        long otherTopic;
        long withoutOrigin;
        final Set<String> unreadableBecause = new TreeSet<>();
    }

    private final Selection selection;
    private final @Nullable DeadLetterKey key;
    private final Pace pace;
    private final LatestLetters latest = new LatestLetters();
    private final Counts counts = new Counts();

    /**
     * @param selection which are meant
     * @param key to decrypt with; null if there is none
     * @param pace asked before each that is sent
     */
    Replay(Selection selection, @Nullable DeadLetterKey key, Pace pace) {
        this.selection = selection;
        this.key = key;
        this.pace = pace;
    }

    /** The first reading. */
    void learn(DeadLetterReader reader, BooleanSupplier goOn, Publication.Listener progress) {
        reader.read(goOn, letter -> {
            counts.letters++;
            latest.add(letter);
            progress.sent(0, reader.fraction() / 2);
        });
    }

    /** The second reading. */
    Counts send(DeadLetterReader reader, BooleanSupplier goOn, Sending sending, Publication.Listener progress) {
        reader.read(() -> counts.sent < selection.limit() && goOn.getAsBoolean(), letter -> {
            consider(letter, sending);
            progress.sent(counts.sent, (1 + reader.fraction()) / 2);
        });
        return counts;
    }

    private void consider(DeadLetter letter, Sending sending) {
        Position origin = letter.origin().orElse(null);
        if (origin == null) {
            counts.withoutOrigin++;
        } else if (!origin.topic().topic().equals(selection.topic())) {
            counts.otherTopic++;
        } else if (!latest.isLatest(letter, origin)) {
            counts.superseded++;
        } else if (selection.wants(letter)) {
            considerWanted(letter, origin, sending);
        }
    }

    private void considerWanted(DeadLetter letter, Position origin, Sending sending) {
        if (letter.isParked() != selection.parked()) {
            counts.matched += selection.parked() ? 0 : 1;
            counts.parked += selection.parked() ? 0 : 1;
            return;
        }
        counts.matched++;
        if (letter.fullLength().isPresent()) {
            counts.truncated++;
        } else if (letter.isIdentityRedacted()) {
            counts.identityRedacted++;
        } else {
            open(letter, origin, sending);
        }
    }

    private void open(DeadLetter letter, Position origin, Sending sending) {
        DeadLetterContent content;
        try {
            content = letter.content(key);
        } catch (UnreadableDeadLetterException sealed) {
            counts.unreadable++;
            counts.unreadableBecause.add(String.valueOf(sealed.getMessage()));
            return;
        }
        pace.awaitTurn();
        sending.send(letter, origin, content);
        counts.sent++;
    }
}
