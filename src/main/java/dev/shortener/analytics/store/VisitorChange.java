package dev.shortener.analytics.store;

import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a batch adds to the sketches of visitors. Immutable.
 *
 * <p>It is written by the statement that writes the batch, as one row that nobody else touches: so it is durable when the batch is, and no
 * writer waits for another.
 *
 * @param marks by what tells their registers apart
 * @param known is told when they are written; null of what changes nothing
 */
record VisitorChange(Map<Long, Mark> marks, @Nullable KnownMarks known) {

    static final VisitorChange NONE = new VisitorChange(Map.of(), null);

    private static final String BEGINNING = "WITH ";
    private static final Pattern PARAMETER = Pattern.compile("\\$(\\d+)");

    /**
     * A register that is to be raised.
     *
     * @param shortCode of the link, or {@link ClickCounts#ALL_LINKS}
     * @param day in UTC
     * @param mark its number and value, see {@link VisitorMarks}
     */
    record Mark(String shortCode, LocalDate day, int mark) {}

    /** A statement that writes a batch, with this before its first part; its parameters come after the others. */
    static String writing(String statement) {
        int last = PARAMETER
                .matcher(statement)
                .results()
                .mapToInt(found -> Integer.parseInt(found.group(1)))
                .max()
                .orElse(0);
        return BEGINNING
                + "visitor AS (INSERT INTO click_visitor_changes (short_code, day, mark)\n    SELECT $%d::text[], $%d::date[], $%d::int4[]),\n"
                        .formatted(last + 1, last + 2, last + 3)
                + statement.substring(BEGINNING.length());
    }

    boolean isEmpty() {
        return marks.isEmpty();
    }

    /** {@link ClickInsert#INSERT_NEW}, which writes this too if there is something to be written. */
    String insertNew() {
        return isEmpty() ? ClickInsert.INSERT_NEW : ClickInsert.INSERT_NEW_WITH_VISITORS;
    }

    /** The same of {@link ClickInsert#INSERT_UNLESS_PRESENT}. */
    String insertUnlessPresent() {
        return isEmpty() ? ClickInsert.INSERT_UNLESS_PRESENT : ClickInsert.INSERT_UNLESS_PRESENT_WITH_VISITORS;
    }

    /**
     * @param parameters those of the statement without this
     * @return those of the statement that writes this too, if there is something to be written
     */
    Tuple addTo(Tuple parameters) {
        if (isEmpty()) {
            return parameters;
        }
        return parameters
                .addArrayOfString(marks.values().stream().map(Mark::shortCode).toArray(String[]::new))
                .addArrayOfLocalDate(marks.values().stream().map(Mark::day).toArray(LocalDate[]::new))
                .addArrayOfInteger(marks.values().stream().map(Mark::mark).toArray(Integer[]::new));
    }

    /** To be called once it is durable: it need not be written again. */
    void written() {
        KnownMarks told = known;
        if (told != null) {
            marks.forEach((key, mark) -> told.put(key, VisitorMarks.value(mark.mark())));
        }
    }
}
