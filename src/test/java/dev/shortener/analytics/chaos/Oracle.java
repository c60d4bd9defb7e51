package dev.shortener.analytics.chaos;

import static org.assertj.core.api.Assertions.fail;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Judges what is there after a fault by the same laws whatever the fault was. Stateless. */
final class Oracle {

    static final Set<Law> ALL = EnumSet.allOf(Law.class);

    private Oracle() {}

    /** Which laws are broken, and how. */
    static List<String> complaints(Evidence evidence, Set<Law> laws) {
        return laws.stream()
                .map(law -> law.complaint(evidence))
                .flatMap(Optional::stream)
                .toList();
    }

    /**
     * @throws AssertionError with all that is wrong
     */
    static void demand(Evidence evidence, Set<Law> laws) {
        List<String> complaints = complaints(evidence, laws);
        if (!complaints.isEmpty()) {
            fail(evidence.summary() + "\n" + String.join("\n", complaints));
        }
    }
}
