package dev.shortener.analytics.config;

/**
 * How the service logs, always to standard error. Immutable.
 *
 * @param serviceName written with every line of the JSON encoding
 * @param encoding a line for people, or a JSON object a line
 * @param level the least severe level that is written
 */
public record LogConfig(String serviceName, Encoding encoding, Level level) {

    /** How a line is written. */
    public enum Encoding {
        PLAIN,
        JSON
    }

    /** The levels of the Go consumer: {@code severe} writes what a person must act upon, as {@code error} does. */
    public enum Level {
        DEBUG,
        INFO,
        ERROR,
        SEVERE
    }
}
