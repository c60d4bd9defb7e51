package dev.shortener.analytics.store;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds what batches change in the sketches of visitors. Thread-safe; one for all writers of a process, which know the more for it. */
public final class VisitorChanges {

    private final KnownMarks known = new KnownMarks();

    /**
     * @param changes of a process that counts visitors; null of one that does not
     * @return what these rows add that is not known to be there already
     */
    static VisitorChange of(@Nullable VisitorChanges changes, List<ClickRow> rows) {
        return changes == null ? VisitorChange.NONE : changes.of(rows);
    }

    private VisitorChange of(List<ClickRow> rows) {
        Map<Long, VisitorChange.Mark> raised = new HashMap<>();
        for (ClickRow row : rows) {
            VisitorMarks marks = row.visitor();
            if (marks != null) {
                LocalDate day = LocalDate.ofInstant(row.click().clickedAt(), ZoneOffset.UTC);
                raise(raised, row.click().shortCode(), day, marks.ofLink());
                raise(raised, ClickCounts.ALL_LINKS, day, marks.ofAllLinks());
            }
        }
        return raised.isEmpty() ? VisitorChange.NONE : new VisitorChange(raised, known);
    }

    private void raise(Map<Long, VisitorChange.Mark> raised, String shortCode, LocalDate day, int mark) {
        long key = KnownMarks.key(shortCode, day, mark);
        if (!known.has(key, VisitorMarks.value(mark))) {
            raised.merge(
                    key,
                    new VisitorChange.Mark(shortCode, day, mark),
                    (one, other) -> one.mark() >= other.mark() ? one : other);
        }
    }
}
