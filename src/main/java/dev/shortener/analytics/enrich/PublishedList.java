package dev.shortener.analytics.enrich;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.shortener.analytics.event.TrafficChannel;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The format of the published list: an object with a member for each host, which has a source and a medium. Stateless but for what it
 * reads.
 *
 * @param file the list
 * @param spellings its names, to names as they are written here; lower case alone where it has none
 */
record PublishedList(DataFile file, Map<String, String> spellings) {

    /** Hands on each entry: its key in lower case, and what it stands for. Faults are the file's. */
    void forEach(BiConsumer<String, TrafficSource> entries) {
        file.readJson(json -> read(json, entries));
    }

    private void read(JsonParser json, BiConsumer<String, TrafficSource> entries) throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            file.faultAt(json, "it is no object; allowed: an object with a member for each host");
            return;
        }
        String key;
        while ((key = json.nextFieldName()) != null) {
            if (json.nextToken() == JsonToken.START_OBJECT) {
                read(json, key, entries);
            } else {
                file.faultAt(json, "'" + key + "' is no object; allowed: one with source and medium");
                json.skipChildren();
            }
        }
    }

    private void read(JsonParser json, String key, BiConsumer<String, TrafficSource> entries) throws IOException {
        try {
            entries.accept(key.toLowerCase(Locale.ROOT), source(json));
        } catch (IllegalArgumentException unusable) {
            file.faultAt(json, "'" + key + "': " + unusable.getMessage());
        }
    }

    private TrafficSource source(JsonParser json) throws IOException {
        String name = "";
        TrafficChannel channel = TrafficChannel.REFERRAL;
        String member;
        while ((member = json.nextFieldName()) != null) {
            String value = json.nextTextValue();
            if (value == null) {
                json.skipChildren();
            } else if (member.equals("source")) {
                name = spellings.getOrDefault(value, value.toLowerCase(Locale.ROOT));
            } else if (member.equals("medium")) {
                channel = channel(value);
            }
        }
        return new TrafficSource(SourceListReader.name(name), channel);
    }

    private static TrafficChannel channel(String medium) {
        return switch (medium) {
            case "search" -> TrafficChannel.SEARCH;
            case "social" -> TrafficChannel.SOCIAL;
            case "email" -> TrafficChannel.EMAIL;
            case "paid" -> TrafficChannel.PAID;
            default -> TrafficChannel.REFERRAL;
        };
    }
}
