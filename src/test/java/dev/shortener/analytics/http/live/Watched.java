package dev.shortener.analytics.http.live;

import java.util.List;

/** Watches for a test, without a connection. */
public final class Watched {

    private Watched() {}

    public static void begin(NewestClicks newest) {
        newest.watched(true);
    }

    /** The oldest first. */
    public static List<LiveClick> clicks(NewestClicks newest) {
        return newest.all();
    }
}
