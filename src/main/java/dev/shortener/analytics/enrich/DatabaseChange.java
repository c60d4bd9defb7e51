package dev.shortener.analytics.enrich;

/** What became of the file of the country database since one last looked. Immutable. */
public sealed interface DatabaseChange {

    /** Nothing, or nothing yet. */
    record None() implements DatabaseChange {}

    /**
     * Look-ups are answered from the new one.
     *
     * @param database the new one
     */
    record Replaced(GeoDatabase database) implements DatabaseChange {}

    /**
     * There is another file, which cannot be used: look-ups are answered as before. Said once of each such file.
     *
     * @param reason why
     */
    record Refused(String reason) implements DatabaseChange {}

    /** There is no file any more: look-ups are answered as before. Said once. */
    record Gone() implements DatabaseChange {}
}
