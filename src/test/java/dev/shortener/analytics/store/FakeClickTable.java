package dev.shortener.analytics.store;

import dev.shortener.analytics.event.EnrichedClick;
import dev.shortener.analytics.event.Reason;
import dev.shortener.analytics.event.Rejection;
import dev.shortener.analytics.store.WriteResult.RefusedRow;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The table of clicks as far as a {@link FakeClickWriter} needs it: keeps rows by id, refuses what is too long for its column, and can be
 * broken. Thread-safe.
 */
public final class FakeClickTable {

    private enum World {
        SOUND,
        BROKEN,
        ANSWERS_ARE_LOST,
        UNUSABLE
    }

    private final Map<UUID, EnrichedClick> clicks = new LinkedHashMap<>();
    private World world = World.SOUND;

    /** From now on every write fails and stores nothing. */
    public synchronized void breakWorld() {
        world = World.BROKEN;
    }

    /** From now on every write fails, and has stored its rows all the same. */
    public synchronized void loseAnswers() {
        world = World.ANSWERS_ARE_LOST;
    }

    /** From now on every write fails until a person mends it. */
    public synchronized void makeUnusable() {
        world = World.UNUSABLE;
    }

    /** From now on writes succeed. */
    public synchronized void mendWorld() {
        world = World.SOUND;
    }

    /** What is stored, in the order in which it was. */
    public synchronized List<ClickRow> rows() {
        return clicks.entrySet().stream()
                .map(stored -> new ClickRow(stored.getKey(), stored.getValue()))
                .toList();
    }

    synchronized WriteResult insert(ClickBatch batch) throws ConnectException {
        if (world == World.UNUSABLE) {
            throw new UnusableDatabaseException("the table is missing");
        }
        if (world == World.BROKEN) {
            throw new ConnectException("the world is broken");
        }
        WriteResult result = store(batch);
        if (world == World.ANSWERS_ARE_LOST) {
            throw new ConnectException("the answer is lost");
        }
        return result;
    }

    private WriteResult store(ClickBatch batch) {
        int stored = 0;
        int duplicate = 0;
        List<RefusedRow> refused = new ArrayList<>();
        for (int index = 0; index < batch.records().size(); index++) {
            ClickRow row = batch.records().get(index).row();
            if (row == null) {
                continue;
            }
            if (!fits(row.click())) {
                refused.add(new RefusedRow(index, new Rejection(Reason.REFUSED_BY_DATABASE, null, "SQLSTATE 22001")));
            } else if (clicks.putIfAbsent(row.id(), row.click()) == null) {
                stored++;
            } else {
                duplicate++;
            }
        }
        return new WriteResult(stored, duplicate, refused);
    }

    private static boolean fits(EnrichedClick click) {
        return fits(click.shortCode(), 8)
                && fits(click.countryCode(), 2)
                && fits(click.trafficSource(), 255)
                && fits(click.browser(), 64)
                && fits(click.os(), 64)
                && fits(click.region(), 128)
                && fits(click.city(), 128);
    }

    private static boolean fits(@Nullable String text, int limit) {
        return text == null || (text.codePointCount(0, text.length()) <= limit && text.indexOf('\0') < 0);
    }
}
