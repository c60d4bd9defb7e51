package dev.shortener.analytics.enrich;

import dev.shortener.analytics.event.EnrichedClick;
import dev.shortener.analytics.event.RulesVersion;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Why a click is enriched as it is. Immutable.
 *
 * @param click the columns
 * @param version the lists, database and code that were asked
 * @param findings what the steps said of each column, in the order in which they were asked
 */
public record Explanation(EnrichedClick click, RulesVersion version, Map<Column, List<Finding>> findings) {

    public Explanation {
        Map<Column, List<Finding>> copy = new EnumMap<>(Column.class);
        findings.forEach((column, said) -> copy.put(column, List.copyOf(said)));
        findings = Collections.unmodifiableMap(copy);
    }

    /** All that was said of a column. */
    public List<Finding> of(Column column) {
        return findings.getOrDefault(column, List.of());
    }

    /** The step that decided a column: the last that gave it a value. */
    public Optional<Finding> decisive(Column column) {
        return of(column).stream().filter(finding -> finding.value() != null).reduce((earlier, later) -> later);
    }

    /** Writes down what is said. Confined to one click. */
    static final class Recorder implements Trace {

        private final Map<Column, List<Finding>> findings = new EnumMap<>(Column.class);

        @Override
        public void said(Column column, String step, Cause cause, @org.jspecify.annotations.Nullable String value) {
            findings.computeIfAbsent(column, first -> new ArrayList<>())
                    .add(new Finding(step, cause.rule(), value, cause.reason()));
        }

        Explanation of(EnrichedClick click, RulesVersion version) {
            return new Explanation(click, version, findings);
        }
    }
}
