package dev.shortener.analytics.config;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A key that the configuration may hold. Immutable.
 *
 * @param path section and name joined by a dot, in the spelling that documents use
 * @param kind what its value looks like
 * @param defaultText its value when nobody sets it, as a file would write it; null if there is none
 * @param noEffect for a key that is read and changes nothing: what happens instead, as half a sentence; null for a key with effect
 */
record ConfigKey(String path, Kind kind, @Nullable String defaultText, @Nullable String noEffect) {

    /** What a value looks like. */
    enum Kind {
        TEXT,
        SECRET,
        INTEGER,
        SWITCH,
        DURATION,
        /** A part of the whole: more than 0 and at most 1. */
        SHARE,
        /** A part of the whole: 0 to 1. */
        RATIO,
        LIST,
        /** A section whose keys are not ours: any names, each with a scalar. */
        PROPERTIES,
        /** Whatever it is, it is not looked at. */
        ANYTHING
    }

    /** How keys are compared: as go-zero does, without regard to case. */
    static String folded(String path) {
        return path.toLowerCase(Locale.ROOT);
    }

    String folded() {
        return folded(path);
    }

    /** The environment variable that overrides it. */
    String variable() {
        return ConfigKeys.VARIABLE_PREFIX + path.toUpperCase(Locale.ROOT).replace('.', '_');
    }

    boolean secret() {
        return kind == Kind.SECRET;
    }

    /** Whether what stands below this key in a file belongs to it, and is not looked up as keys of their own. */
    boolean opaque() {
        return kind == Kind.PROPERTIES || kind == Kind.ANYTHING;
    }
}
