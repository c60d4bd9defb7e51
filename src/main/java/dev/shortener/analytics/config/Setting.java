package dev.shortener.analytics.config;

/**
 * A value that somebody set. Immutable.
 *
 * @param path where it stands, in the spelling of the documents; below {@code Kafka} in the spelling of the file
 * @param value as it was read: a string, number, boolean, list or map, never null. May be secret
 * @param source who set it
 */
record Setting(String path, Object value, Source source) {

    /** Who set it; each kind goes before the ones above it. */
    enum Source {
        DEFAULT(""),
        FILE(""),
        ENVIRONMENT(" (from the environment)"),
        COMMAND_LINE(" (from the command line)");

        private final String note;

        Source(String note) {
            this.note = note;
        }

        /** Stands behind a value in a message. */
        String note() {
            return note;
        }
    }

    Setting withValue(Object newValue) {
        return new Setting(path, newValue, source);
    }

    /** Without the value, which may be secret. */
    @Override
    public String toString() {
        return path + source.note();
    }
}
