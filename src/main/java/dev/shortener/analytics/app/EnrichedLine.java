package dev.shortener.analytics.app;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import dev.shortener.analytics.enrich.ClickDecoder;
import dev.shortener.analytics.enrich.ClickEnricher;
import dev.shortener.analytics.enrich.Decoded;
import dev.shortener.analytics.event.ClickEvent;
import dev.shortener.analytics.event.EnrichedClick;
import dev.shortener.analytics.event.Position;
import dev.shortener.analytics.event.Rejection;
import dev.shortener.analytics.event.TopicIdentity;
import dev.shortener.analytics.store.ClickIds;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

/** Writes what became of a line as one line of JSON: the columns of its row, or why it is rejected. Thread-safe. */
final class EnrichedLine {

    private static final JsonFactory JSON = JsonFactory.builder()
            .recyclerPool(JsonRecyclerPools.threadLocalPool())
            .build();
    private static final Position NOWHERE = new Position(new TopicIdentity("", "", ""), 0, 0);
    private static final int TYPICAL_BYTES = 320;

    private final ClickDecoder decoder;
    private final ClickEnricher enricher;

    EnrichedLine(ClickDecoder decoder, ClickEnricher enricher) {
        this.decoder = decoder;
        this.enricher = enricher;
    }

    /** One line of output for each of input, in their order, each with its LF. */
    byte[] ofAll(List<byte[]> lines) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(lines.size() * TYPICAL_BYTES);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.setRootValueSeparator(null);
            for (byte[] line : lines) {
                write(json, decoder.decode(line, null));
                json.writeRaw('\n');
            }
        }
        return out.toByteArray();
    }

    private void write(JsonGenerator json, Decoded decoded) throws IOException {
        json.writeStartObject();
        if (decoded instanceof Decoded.Click click) {
            writeRow(json, click.event(), enricher.enrich(click.event()));
        } else if (decoded instanceof Decoded.Rejected rejected) {
            writeRejection(json, rejected.rejection());
        }
        json.writeEndObject();
    }

    /** The id of a click without an event id comes from its place in the topic, which a line does not have. */
    private static void writeRow(JsonGenerator json, ClickEvent event, EnrichedClick click) throws IOException {
        json.writeStringField(
                "id",
                event.eventId() == null ? null : ClickIds.of(event, NOWHERE).toString());
        json.writeStringField("short_code", click.shortCode());
        json.writeStringField("clicked_at", click.clickedAt().toString());
        json.writeStringField("country_code", click.countryCode());
        json.writeStringField("device_type", click.deviceType().label());
        json.writeStringField("traffic_source", click.trafficSource());
        json.writeStringField("traffic_channel", click.trafficChannel().label());
        json.writeStringField("browser", click.browser());
        json.writeStringField("os", click.os());
        json.writeStringField("region", click.region());
        json.writeStringField("city", click.city());
    }

    private static void writeRejection(JsonGenerator json, Rejection rejection) throws IOException {
        json.writeObjectFieldStart("rejected");
        json.writeStringField("reason", rejection.reason().label());
        json.writeStringField("field", rejection.field());
        json.writeStringField("message", rejection.message());
        json.writeEndObject();
    }
}
