package dev.shortener.analytics.chaos;

import java.util.BitSet;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What must be true whatever happened. The first two and {@link #NOTHING_INVENTED}: ids sent = ids in rows ∪ ids in dead letters. */
enum Law {
    /** Every click that a broker acknowledged is a row or a dead letter. */
    NOTHING_LOST(evidence -> {
        BitSet missing = evidence.sent().acknowledged();
        missing.andNot(evidence.rows().once());
        missing.andNot(evidence.letters());
        return some("neither row nor dead letter", missing);
    }),

    /** No click is a row and a dead letter. */
    NOTHING_IN_BOTH(evidence -> {
        BitSet both = (BitSet) evidence.rows().once().clone();
        both.and(evidence.letters());
        return some("row and dead letter", both);
    }),

    /** No click has a second row. */
    NOTHING_TWICE(evidence -> some("several rows", evidence.rows().again())),

    /** No row and no dead letter that nobody sent. */
    NOTHING_INVENTED(evidence -> {
        BitSet strangers = (BitSet) evidence.rows().once().clone();
        strangers.or(evidence.letters());
        strangers.andNot(evidence.sent().acknowledged());
        strangers.andNot(evidence.sent().unknown());
        return evidence.rows().strangers() > 0
                ? Optional.of(evidence.rows().strangers() + " rows with foreign codes")
                : some("never sent", strangers);
    }),

    /** A broken world makes no good click a dead letter, and no bad one a row. */
    GOOD_STAYS_GOOD(evidence -> {
        BitSet wrong = new BitSet();
        evidence.letters().stream().filter(NumberedClick::isGood).forEach(wrong::set);
        evidence.rows().once().stream()
                .filter(number -> !NumberedClick.isGood(number))
                .forEach(wrong::set);
        return some("on the wrong side", wrong);
    }),

    /** Whatever lies below a committed position is a row or a dead letter. */
    COMMITTED_IS_DURABLE(evidence -> {
        BitSet missing = evidence.sent().below(evidence.committed());
        missing.andNot(evidence.rows().once());
        missing.andNot(evidence.letters());
        return some("committed and not durable", missing);
    }),

    /** The service's own command for it says so too: {@code audit} is balanced. */
    AUDIT_BALANCED(evidence -> evidence.audit().imbalance()),

    /** It is, but for clicks that are counted twice, and are named. */
    AUDIT_MISSES_NOTHING(evidence -> evidence.audit().imbalanceButForRepeats());

    private static final int SHOWN = 5;

    /** Those that must hold at any moment, also while clicks are on their way. */
    static final Set<Law> AT_ANY_TIME = EnumSet.of(NOTHING_IN_BOTH, NOTHING_TWICE, COMMITTED_IS_DURABLE);

    @SuppressWarnings("ImmutableEnumChecker") // lambdas without state
    private final Function<Evidence, Optional<String>> complaint;

    Law(Function<Evidence, Optional<String>> complaint) {
        this.complaint = complaint;
    }

    /** How it is broken; empty if it holds. */
    Optional<String> complaint(Evidence evidence) {
        return complaint.apply(evidence).map(said -> this + ": " + said);
    }

    private static Optional<String> some(String what, BitSet numbers) {
        return numbers.isEmpty()
                ? Optional.empty()
                : Optional.of(numbers.cardinality() + " clicks are " + what + ": "
                        + numbers.stream().limit(SHOWN).boxed().toList() + " …");
    }
}
