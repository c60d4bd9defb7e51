package dev.shortener.analytics.enrich;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.shortener.analytics.event.ClickEvent;
import dev.shortener.analytics.event.ClientHints;
import dev.shortener.analytics.event.Rejection;
import java.io.IOException;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The members of one JSON object that a click is made of, gathered while it is read. Confined to one decoding.
 *
 * <p>A member given twice counts as it was given last, as in Go's and PostgreSQL's readers; each time it must be valid. The first
 * fault is kept and reported only once the whole text has proved to be JSON.
 */
final class ClickMembers {

    private static final int MAX_SHORT_CODE_CHARS = 8;
    static final int MAX_USER_AGENT_CHARS = 1_000;
    static final int MAX_REFERER_CHARS = 2_048;
    static final int MAX_EVENT_ID_CHARS = 64;
    private static final int MAX_BRANDS_CHARS = 512;
    private static final int MAX_PLATFORM_CHARS = 64;
    private static final int MAX_MOBILE_CHARS = 8;
    private static final int MAX_MODEL_CHARS = 128;
    private static final String TEXT = "a string";

    private final TimeRange range;
    private String shortCode = "";
    private @Nullable Instant clickedAt;
    private String ip = "";
    private String userAgent = "";
    private String referer = "";
    private String brands = "";
    private String platform = "";
    private String mobile = "";
    private String model = "";
    private String eventId = "";
    private @Nullable Rejection fault;

    ClickMembers(TimeRange range) {
        this.range = range;
    }

    /**
     * Reads one member; the parser stands on its value.
     *
     * @return whether it is one of a click's; if not, the value is still to be read
     */
    boolean read(String name, JsonParser json) throws IOException {
        switch (name) {
            case "short_code" -> shortCode = readShortCode(json);
            case "timestamp" -> clickedAt = readTimestamp(json);
            case "ip" -> ip = readText(name, json, Integer.MAX_VALUE);
            case "user_agent" -> userAgent = readText(name, json, MAX_USER_AGENT_CHARS);
            case "referer" -> referer = readText(name, json, MAX_REFERER_CHARS);
            case "sec_ch_ua" -> brands = readText(name, json, MAX_BRANDS_CHARS);
            case "sec_ch_ua_platform" -> platform = readText(name, json, MAX_PLATFORM_CHARS);
            case "sec_ch_ua_mobile" -> mobile = readText(name, json, MAX_MOBILE_CHARS);
            case "sec_ch_ua_model" -> model = readText(name, json, MAX_MODEL_CHARS);
            case "event_id" -> eventId = readEventId(json);
            default -> {
                return false;
            }
        }
        return true;
    }

    /** What keeps these members from being a click; null if nothing does. */
    @Nullable
    Rejection fault() {
        if (fault != null) {
            return fault;
        }
        if (shortCode.isEmpty()) {
            return Fault.missing("short_code");
        }
        return clickedAt == null ? Fault.missing("timestamp") : null;
    }

    boolean hasShortCode() {
        return !shortCode.isEmpty();
    }

    boolean hasEventId() {
        return !eventId.isEmpty();
    }

    /**
     * To be called when there is no fault.
     *
     * @param outerEventId serves if there is no {@code event_id} among the members; empty if absent
     */
    ClickEvent toEvent(String outerEventId) {
        String id = hasEventId() ? eventId : outerEventId;
        return new ClickEvent(
                shortCode,
                Objects.requireNonNull(clickedAt),
                ip,
                userAgent,
                referer,
                clientHints(),
                id.isEmpty() ? null : id);
    }

    private ClientHints clientHints() {
        ClientHints hints = new ClientHints(brands, platform, mobile, model);
        return hints.isEmpty() ? ClientHints.NONE : hints;
    }

    /** The fault of an identity given by the producer; null if it has none, or is empty and so absent. */
    static @Nullable Rejection eventIdFault(String name, String id) {
        if (id.codePointCount(0, id.length()) > MAX_EVENT_ID_CHARS) {
            return Fault.tooLong(name, MAX_EVENT_ID_CHARS);
        }
        return WellFormed.hasLoneSurrogate(id) ? Fault.illFormed(name) : null;
    }

    private String readEventId(JsonParser json) throws IOException {
        String id = readText("event_id", json, Integer.MAX_VALUE);
        Rejection wrong = eventIdFault("event_id", id);
        if (wrong != null) {
            keep(wrong);
        }
        return id;
    }

    private String readShortCode(JsonParser json) throws IOException {
        String code = readText("short_code", json, Integer.MAX_VALUE);
        if (!hasShortCodeCharacters(code)) {
            keep(Fault.shortCodeCharacters(code));
        } else if (code.length() > MAX_SHORT_CODE_CHARS) {
            keep(Fault.tooLong("short_code", MAX_SHORT_CODE_CHARS));
        }
        return code;
    }

    /** Whether it is one that no fault is found in. */
    static boolean isShortCode(String code) {
        return !code.isEmpty() && code.length() <= MAX_SHORT_CODE_CHARS && hasShortCodeCharacters(code);
    }

    private static boolean hasShortCodeCharacters(String code) {
        for (int i = 0; i < code.length(); i++) {
            if (!isShortCodeCharacter(code.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isShortCodeCharacter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    }

    private @Nullable Instant readTimestamp(JsonParser json) throws IOException {
        JsonToken token = json.currentToken();
        if (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT) {
            return inRange(json.getText());
        }
        if (token != JsonToken.VALUE_NULL) {
            keep(Fault.wrongType("timestamp", "a number: whole seconds since 1970"));
            json.skipChildren();
        }
        return null;
    }

    private @Nullable Instant inRange(String number) {
        Long seconds = EpochSeconds.parse(number);
        if (seconds == null) {
            keep(Fault.notWhole(number));
            return null;
        }
        if (!range.contains(seconds)) {
            keep(Fault.timestampOutOfRange(number, range.hint(seconds)));
            return null;
        }
        return Instant.ofEpochSecond(seconds);
    }

    /** Empty if null or of a wrong type, which is a fault. */
    private String readText(String name, JsonParser json, int maxChars) throws IOException {
        JsonToken token = json.currentToken();
        if (token == JsonToken.VALUE_STRING) {
            return maxChars == Integer.MAX_VALUE ? json.getText() : WellFormed.cut(json.getText(), maxChars);
        }
        if (token != JsonToken.VALUE_NULL) {
            keep(Fault.wrongType(name, TEXT));
            json.skipChildren();
        }
        return "";
    }

    private void keep(Rejection found) {
        if (fault == null) {
            fault = found;
        }
    }
}
