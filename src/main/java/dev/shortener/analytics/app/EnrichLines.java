package dev.shortener.analytics.app;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.shortener.analytics.enrich.ClickDecoder;
import dev.shortener.analytics.enrich.ClickEnricher;
import dev.shortener.analytics.enrich.Decoded;
import dev.shortener.analytics.event.ClickEvent;
import dev.shortener.analytics.event.EnrichedClick;
import dev.shortener.analytics.event.Position;
import dev.shortener.analytics.event.Rejection;
import dev.shortener.analytics.event.TopicIdentity;
import dev.shortener.analytics.store.ClickIds;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** One line out for one line in, in order. For one thread. Of a line that is too long to be a click no more is kept than proves it. */
final class EnrichLines {

    private static final int BUFFER_BYTES = 1 << 16;
    private static final JsonFactory JSON = new JsonFactory();
    private static final Position NOWHERE = new Position(new TopicIdentity("", "", ""), 0, 0);

    private final ClickDecoder decoder;
    private final ClickEnricher enricher;

    EnrichLines(ClickDecoder decoder, ClickEnricher enricher) {
        this.decoder = decoder;
        this.enricher = enricher;
    }

    /**
     * @throws IOException if a stream fails: whoever reads the output may have stopped
     */
    void run(InputStream in, OutputStream out) throws IOException {
        InputStream input = new BufferedInputStream(in, BUFFER_BYTES);
        OutputStream output = new BufferedOutputStream(out, BUFFER_BYTES);
        ByteArrayOutputStream line = new ByteArrayOutputStream(BUFFER_BYTES);
        int read = input.read();
        while (read >= 0) {
            while (read >= 0 && read != '\n') {
                if (line.size() <= ClickDecoder.MAX_RECORD_BYTES + 1) {
                    line.write(read);
                }
                read = input.read();
            }
            write(output, decoder.decode(withoutReturn(line.toByteArray()), null));
            line.reset();
            if (read == '\n') {
                if (input.available() == 0) {
                    output.flush();
                }
                read = input.read();
            }
        }
        output.flush();
    }

    private static byte[] withoutReturn(byte[] line) {
        boolean carriageReturn = line.length > 0 && line[line.length - 1] == '\r';
        return carriageReturn ? java.util.Arrays.copyOf(line, line.length - 1) : line;
    }

    private void write(OutputStream output, Decoded decoded) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(512);
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            if (decoded instanceof Decoded.Click click) {
                writeRow(json, click.event(), enricher.enrich(click.event()));
            } else if (decoded instanceof Decoded.Rejected rejected) {
                writeRejection(json, rejected.rejection());
            }
            json.writeEndObject();
        }
        line.write('\n');
        line.writeTo(output);
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
