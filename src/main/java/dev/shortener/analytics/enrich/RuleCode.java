package dev.shortener.analytics.enrich;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which code reads the lists. Stateless. */
final class RuleCode {

    /** This service's version and yauaa's, such as {@code 1.0.0, yauaa 7.32.0}. */
    static final String VERSION = built() + ", yauaa " + UserAgentParser.version();

    private RuleCode() {}

    private static String built() {
        Properties properties = new Properties();
        try (InputStream resource = RuleCode.class.getResourceAsStream("/analytics-consumer.properties")) {
            if (resource != null) {
                properties.load(resource);
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return properties.getProperty("version", "unknown");
    }
}
