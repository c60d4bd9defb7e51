package dev.shortener.analytics.enrich;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.shortener.analytics.event.Rejection;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The outermost object of a record: a flat event, or a CloudEvent in structured mode around one. Which of the two is known only
 * at its end, so that both are gathered. Confined to one decoding.
 *
 * <p>Source of the names: CloudEvents 1.0.2, "Required Attributes", and its JSON event format, section 3.1.
 */
final class Envelope {

    private final TimeRange range;
    private final ClickMembers flat;
    private final String headerEventId;
    private boolean hasSpecVersion;
    private @Nullable ClickMembers data;
    private String id = "";
    private boolean idIsText = true;

    /**
     * @param range the times that a click can have
     * @param headerEventId the header {@code ce_id}; null or empty if absent
     */
    Envelope(TimeRange range, @Nullable String headerEventId) {
        this.range = range;
        this.flat = new ClickMembers(range);
        this.headerEventId = headerEventId == null ? "" : headerEventId;
    }

    /** Reads one member; the parser stands on its value. */
    void read(String name, JsonParser json) throws IOException {
        if (flat.read(name, json)) {
            return;
        }
        switch (name) {
            case "specversion" -> readSpecVersion(json);
            case "data" -> readData(json);
            case "id" -> readId(json);
            default -> json.skipChildren();
        }
    }

    /** What the object is; to be called once, after its last member. */
    Decoded toDecoded() {
        if (hasSpecVersion && data != null) {
            return idIsText
                    ? decoded(data, id.isEmpty() ? headerEventId : id, id.isEmpty() ? "ce_id" : "id")
                    : new Decoded.Rejected(Fault.wrongType("id", "a string"));
        }
        boolean cloudEventWithoutData = hasSpecVersion && !flat.hasShortCode();
        return cloudEventWithoutData
                ? new Decoded.Rejected(Fault.missing("data"))
                : decoded(flat, headerEventId, "ce_id");
    }

    private static Decoded decoded(ClickMembers members, String outerEventId, String outerName) {
        Rejection fault = members.fault();
        if (fault == null && !members.hasEventId()) {
            fault = ClickMembers.eventIdFault(outerName, outerEventId);
        }
        return fault == null ? new Decoded.Click(members.toEvent(outerEventId)) : new Decoded.Rejected(fault);
    }

    private void readSpecVersion(JsonParser json) throws IOException {
        hasSpecVersion = json.currentToken() == JsonToken.VALUE_STRING;
        json.skipChildren();
    }

    private void readId(JsonParser json) throws IOException {
        JsonToken token = json.currentToken();
        idIsText = token == JsonToken.VALUE_STRING || token == JsonToken.VALUE_NULL;
        id = token == JsonToken.VALUE_STRING ? json.getText() : "";
        json.skipChildren();
    }

    private void readData(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            data = null;
            json.skipChildren();
            return;
        }
        ClickMembers members = new ClickMembers(range);
        data = members;
        String name;
        while ((name = json.nextFieldName()) != null) {
            json.nextToken();
            if (!members.read(name, json)) {
                json.skipChildren();
            }
        }
    }
}
