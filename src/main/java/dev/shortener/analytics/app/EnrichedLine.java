package dev.shortener.analytics.app;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
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
import org.jspecify.annotations.Nullable;

/** Writes what became of a line as one line of JSON: the columns of its row, or why it is rejected. Thread-safe. */
class EnrichedLine {

    private static final JsonFactory JSON = JsonFactory.builder()
            .recyclerPool(JsonRecyclerPools.threadLocalPool())
            .build();
    private static final Position NOWHERE = new Position(new TopicIdentity("", "", ""), 0, 0);
    private static final int TYPICAL_BYTES = 320;

    // Encoded once, and not once a line.
    private static final SerializableString ID = new SerializedString("id");
    private static final SerializableString SHORT_CODE = new SerializedString("short_code");
    private static final SerializableString CLICKED_AT = new SerializedString("clicked_at");
    private static final SerializableString COUNTRY_CODE = new SerializedString("country_code");
    private static final SerializableString DEVICE_TYPE = new SerializedString("device_type");
    private static final SerializableString TRAFFIC_SOURCE = new SerializedString("traffic_source");
    private static final SerializableString TRAFFIC_CHANNEL = new SerializedString("traffic_channel");
    private static final SerializableString BROWSER = new SerializedString("browser");
    private static final SerializableString OS = new SerializedString("os");
    private static final SerializableString REGION = new SerializedString("region");
    private static final SerializableString CITY = new SerializedString("city");

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
                write(json, line);
                json.writeRaw('\n');
            }
        }
        return out.toByteArray();
    }

    /** What became of one line, without a LF. */
    void write(JsonGenerator json, byte[] line) throws IOException {
        Decoded decoded = decoder.decode(line, null);
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
        write(
                json,
                ID,
                event.eventId() == null ? null : ClickIds.of(event, NOWHERE).toString());
        write(json, SHORT_CODE, click.shortCode());
        write(json, CLICKED_AT, UtcText.of(click.clickedAt()));
        write(json, COUNTRY_CODE, click.countryCode());
        write(json, DEVICE_TYPE, click.deviceType().label());
        write(json, TRAFFIC_SOURCE, click.trafficSource());
        write(json, TRAFFIC_CHANNEL, click.trafficChannel().label());
        write(json, BROWSER, click.browser());
        write(json, OS, click.os());
        write(json, REGION, click.region());
        write(json, CITY, click.city());
    }

    private static void write(JsonGenerator json, SerializableString column, @Nullable String value)
            throws IOException {
        json.writeFieldName(column);
        json.writeString(value);
    }

    private static void writeRejection(JsonGenerator json, Rejection rejection) throws IOException {
        json.writeObjectFieldStart("rejected");
        json.writeStringField("reason", rejection.reason().label());
        json.writeStringField("field", rejection.field());
        json.writeStringField("message", rejection.message());
        json.writeEndObject();
    }
}
