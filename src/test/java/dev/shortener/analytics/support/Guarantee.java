package dev.shortener.analytics.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/** A promise about clicks whose short codes are all different, checked by what was sent and what is in the table. Stateless. */
public interface Guarantee {

    /** Every click that was sent has a row. */
    Guarantee NOTHING_LOST = (sent, rows) -> assertThat(
                    sent.stream().filter(code -> !rows.containsKey(code)).toList())
            .as("clicks that were sent and have no row, of %d", sent.size())
            .isEmpty();

    /** No click has a second row. */
    Guarantee NOTHING_TWICE = (sent, rows) -> assertThat(
                    rows.entrySet().stream().filter(row -> row.getValue() > 1).toList())
            .as("short codes of one click with several rows, of %d", rows.size())
            .isEmpty();

    /** No row that nobody sent. */
    Guarantee NOTHING_INVENTED =
            (sent, rows) -> assertThat(rows.keySet()).as("rows").isSubsetOf(sent);

    List<Guarantee> ALL = List.of(NOTHING_LOST, NOTHING_TWICE, NOTHING_INVENTED);

    /**
     * @param sent short codes, each of one click
     * @param rows how many rows each short code has
     * @throws AssertionError if it does not hold, with what is wrong
     */
    void check(Collection<String> sent, Map<String, Integer> rows);

    /** Checks all of them. */
    static void checkAll(Collection<String> sent, Map<String, Integer> rows) {
        ALL.forEach(guarantee -> guarantee.check(sent, rows));
    }
}
