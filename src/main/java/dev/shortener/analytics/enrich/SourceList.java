package dev.shortener.analytics.enrich;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.shortener.analytics.event.TrafficChannel;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The named traffic sources by host and by app. Immutable once read.
 *
 * <p>Hosts are compared label by label from the end, never as parts of text: {@code not.co} has nothing of {@code t.co}. The
 * project's own table goes before the published list.
 */
final class SourceList {

    private static final Map<String, TrafficChannel> BY_LABEL = Arrays.stream(TrafficChannel.values())
            .collect(Collectors.toMap(TrafficChannel::label, Function.identity()));
    private static final String SUBDOMAINS = "*.";

    private final Map<String, TrafficSource> hosts = new HashMap<>(8_192);
    private final Map<String, TrafficSource> subdomains = new HashMap<>();
    private final Map<String, TrafficSource> apps = new HashMap<>();
    private final Set<String> names = new HashSet<>(Set.of(TrafficSource.DIRECT.name(), TrafficSource.UNKNOWN.name()));

    private SourceList() {}

    /**
     * @throws IOException if a file is absent or malformed
     */
    static SourceList read() throws IOException {
        SourceList list = new SourceList();
        for (List<String> row : new DataFile("sources.tsv").rows(3)) {
            list.addOwn(row.get(0), new TrafficSource(row.get(1), channel(row.get(2))));
        }
        list.addPublished(names());
        list.collectNames();
        return list;
    }

    /**
     * @param host as {@link HostName} has it
     * @return the source that it, or the nearest listed domain above it, belongs to; null if none
     */
    @Nullable
    TrafficSource byHost(String host) {
        TrafficSource found = hosts.get(host);
        int dot = host.indexOf('.');
        while (found == null && dot >= 0) {
            String parent = host.substring(dot + 1);
            found = subdomains.get(parent);
            if (found == null) {
                found = hosts.get(parent);
            }
            dot = host.indexOf('.', dot + 1);
        }
        return found;
    }

    /**
     * @param id such as {@code com.twitter.android}, in lower case
     */
    @Nullable
    TrafficSource byApp(String id) {
        return apps.get(id);
    }

    /** Whether that is what a source is called, so that a host or an app called so must not be stored by its own name. */
    boolean isName(String text) {
        return names.contains(text);
    }

    /** Every listed host, for a check of the lists themselves. */
    Iterable<String> listedHosts() {
        return hosts.keySet();
    }

    private void collectNames() {
        Stream.of(hosts, subdomains, apps)
                .flatMap(listed -> listed.values().stream())
                .forEach(source -> names.add(source.name()));
    }

    private void addOwn(String key, TrafficSource source) throws IOException {
        if (key.contains("-app://")) {
            apps.put(key.substring(key.indexOf("//") + 2), source);
        } else if (key.startsWith(SUBDOMAINS)) {
            subdomains.put(key.substring(SUBDOMAINS.length()), source);
        } else if (hosts.put(key, source) != null || !key.equals(HostName.normalised(key))) {
            throw new IOException("data/sources.tsv: not a host, or there twice: " + key);
        }
    }

    private static Map<String, String> names() throws IOException {
        return new DataFile("source-names.tsv")
                .rows(2).stream().collect(Collectors.toMap(row -> row.get(0), row -> row.get(1)));
    }

    private void addPublished(Map<String, String> names) throws IOException {
        try (JsonParser json = new DataFile("referrers.json").json()) {
            json.nextToken();
            String key;
            while ((key = json.nextFieldName()) != null) {
                json.nextToken();
                addPublished(key.toLowerCase(Locale.ROOT), source(json, names));
            }
        }
    }

    /** Keys with a path are left out: a source is told by its host. Keys that are no host name an app. */
    private void addPublished(String key, TrafficSource source) {
        if (key.startsWith("com.") || key.startsWith("org.")) {
            apps.putIfAbsent(key, source);
            return;
        }
        String host = key.indexOf('.') < 0 ? null : HostName.normalised(key);
        if (host != null) {
            hosts.putIfAbsent(host, source);
        }
    }

    private static TrafficSource source(JsonParser json, Map<String, String> names) throws IOException {
        String name = "";
        TrafficChannel channel = TrafficChannel.REFERRAL;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String member = json.currentName();
            String value = json.nextTextValue();
            if (member.equals("source")) {
                name = names.getOrDefault(value, value.toLowerCase(Locale.ROOT));
            } else if (member.equals("medium")) {
                channel = published(value);
            }
        }
        return new TrafficSource(name, channel);
    }

    private static TrafficChannel published(String medium) {
        return switch (medium) {
            case "search" -> TrafficChannel.SEARCH;
            case "social" -> TrafficChannel.SOCIAL;
            case "email" -> TrafficChannel.EMAIL;
            case "paid" -> TrafficChannel.PAID;
            default -> TrafficChannel.REFERRAL;
        };
    }

    private static TrafficChannel channel(String label) throws IOException {
        TrafficChannel channel = BY_LABEL.get(label);
        if (channel == null) {
            throw new IOException("data/sources.tsv: no such channel: " + label);
        }
        return channel;
    }
}
