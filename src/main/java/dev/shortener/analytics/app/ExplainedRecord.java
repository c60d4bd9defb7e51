package dev.shortener.analytics.app;

import dev.shortener.analytics.enrich.ClickDecoder;
import dev.shortener.analytics.enrich.ClickEnricher;
import dev.shortener.analytics.enrich.Decoded;
import dev.shortener.analytics.enrich.Explanation;
import dev.shortener.analytics.event.ClickEvent;
import dev.shortener.analytics.event.Position;
import dev.shortener.analytics.event.RawRecord;
import dev.shortener.analytics.event.Rejection;
import dev.shortener.analytics.event.RulesVersion;
import dev.shortener.analytics.event.TopicIdentity;
import dev.shortener.analytics.store.ClickIds;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A record, and what the pipeline makes of it and why. Immutable.
 *
 * @param id of its row; null if the record does not say where it stood and has no event id, or is no click
 * @param explanation null if it is no click
 * @param rejection why it is none; null if it is one
 * @param version what it was looked at with
 * @param deadLetter headers of a dead letter that say why it became one; empty for every other record
 */
record ExplainedRecord(
        @Nullable UUID id,
        @Nullable Explanation explanation,
        @Nullable Rejection rejection,
        RulesVersion version,
        Map<String, String> deadLetter) {

    private static final Position NOWHERE = new Position(new TopicIdentity("", "", ""), 0, 0);

    /** Decodes and enriches a record by the steps of the pipeline. */
    static ExplainedRecord of(
            RawRecord record, Map<String, String> deadLetter, ClickDecoder decoder, ClickEnricher enricher) {
        Decoded decoded = decoder.decode(record);
        if (decoded instanceof Decoded.Click click) {
            Explanation explanation = enricher.explain(click.event());
            return new ExplainedRecord(
                    id(click.event(), record.origin()), explanation, null, explanation.version(), deadLetter);
        }
        Rejection rejection = ((Decoded.Rejected) decoded).rejection();
        return new ExplainedRecord(null, null, rejection, enricher.version(), deadLetter);
    }

    private static @Nullable UUID id(ClickEvent event, @Nullable Position origin) {
        if (origin != null) {
            return ClickIds.of(event, origin);
        }
        return event.eventId() == null ? null : ClickIds.of(event, NOWHERE);
    }
}
