package dev.shortener.analytics.enrich;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.shortener.analytics.event.TrafficChannel;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The hosts and apps that have a name. Immutable. A host stands for itself and its sub-domains; whole labels are compared, so that
 * {@code not.co} is not {@code t.co} and {@code google.com.evil.example} is not Google.
 */
final class SourceList {

    private final Map<String, TrafficSource> sources = new HashMap<>();

    private SourceList() {}

    static SourceList load() {
        SourceList list = new SourceList();
        list.addReferrers(names());
        for (String[] row : DataFile.rows("sources.tsv", 3)) {
            list.sources.put(row[0], new TrafficSource(row[1], channel(row[2])));
        }
        return list;
    }

    /** The source of an app, such as {@code android-app://com.google.android.gm}. */
    @Nullable
    TrafficSource ofApp(String app) {
        return sources.get(app);
    }

    /** The source of a host in lower case; null if neither it nor a domain above it is known. */
    @Nullable
    TrafficSource ofHost(String host) {
        TrafficSource exact = sources.get(host);
        if (exact != null) {
            return exact;
        }
        for (int dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
            String domain = host.substring(dot + 1);
            TrafficSource below = sources.get("*." + domain);
            TrafficSource known = below != null ? below : sources.get(domain);
            if (known != null) {
                return known;
            }
        }
        return null;
    }

    private static Map<String, String> names() {
        Map<String, String> names = new HashMap<>();
        for (String[] row : DataFile.rows("source-names.tsv", 2)) {
            names.put(row[0], row[1]);
        }
        return names;
    }

    private void addReferrers(Map<String, String> names) {
        try (InputStream file = DataFile.open("referrers.json")) {
            JsonNode referrers = new ObjectMapper().readTree(file);
            referrers.fields().forEachRemaining(entry -> {
                String source = entry.getValue().get("source").asText();
                String name = names.getOrDefault(source, source.toLowerCase(Locale.ROOT));
                sources.put(hostOf(entry.getKey()), new TrafficSource(name, medium(entry.getValue())));
            });
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Some entries of the list have a path; what is known of a path is not known of its host. */
    private static String hostOf(String key) {
        String host = key.toLowerCase(Locale.ROOT);
        return host.startsWith("www.") ? host.substring(4) : host;
    }

    private static TrafficChannel medium(JsonNode referrer) {
        return switch (referrer.get("medium").asText()) {
            case "search" -> TrafficChannel.SEARCH;
            case "social" -> TrafficChannel.SOCIAL;
            case "email" -> TrafficChannel.EMAIL;
            case "paid" -> TrafficChannel.PAID;
            default -> TrafficChannel.REFERRAL;
        };
    }

    private static TrafficChannel channel(String label) {
        return TrafficChannel.valueOf(label.toUpperCase(Locale.ROOT));
    }
}
