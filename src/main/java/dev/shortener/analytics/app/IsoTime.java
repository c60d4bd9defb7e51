package dev.shortener.analytics.app;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Optional;

/** Reads times as people write them on a command line: ISO-8601, a day or more, in UTC unless an offset is given. Stateless. */
final class IsoTime {

    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("uuuu-MM-dd['T'HH:mm[:ss][XXX]]")
            .withResolverStyle(java.time.format.ResolverStyle.STRICT);

    private IsoTime() {}

    /** The time; empty if the text is none. */
    static Optional<Instant> parse(String text) {
        try {
            TemporalAccessor time =
                    FORMAT.parseBest(text.strip(), OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
            if (time instanceof OffsetDateTime withOffset) {
                return Optional.of(withOffset.toInstant());
            }
            LocalDateTime local = time instanceof LocalDateTime withTime ? withTime : ((LocalDate) time).atStartOfDay();
            return Optional.of(local.toInstant(ZoneOffset.UTC));
        } catch (DateTimeException none) {
            return parseInstant(text.strip());
        }
    }

    /** With a fraction of a second. */
    private static Optional<Instant> parseInstant(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException none) {
            return Optional.empty();
        }
    }
}
