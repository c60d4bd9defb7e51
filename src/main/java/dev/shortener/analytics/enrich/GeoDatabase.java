package dev.shortener.analytics.enrich;

import java.nio.file.Path;
import java.time.Instant;

/**
 * Which country database answers, for logs and checks. Immutable.
 *
 * @param path the file it was read from
 * @param type as the file says, such as {@code GeoLite2-City}
 * @param builtAt when its maker built it
 */
public record GeoDatabase(Path path, String type, Instant builtAt) {}
