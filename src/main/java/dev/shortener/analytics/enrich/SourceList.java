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

    private static final String CHANNELS =
            Arrays.stream(TrafficChannel.values()).map(TrafficChannel::label).collect(Collectors.joining(", "));
    private static final int MAX_NAME_CHARS = 255;

    private final Map<String, Listed> hosts = new HashMap<>(8_192);
    private final Map<String, Listed> subdomains = new HashMap<>();
    private final Map<String, Listed> apps = new HashMap<>();
    private final Map<String, String> spellings = new HashMap<>();
    private final Set<String> names = new HashSet<>(Set.of(TrafficSource.DIRECT.name(), TrafficSource.UNKNOWN.name()));

    private SourceList() {}

    /**
     * An entry of a list. Immutable.
     *
     * @param source what it stands for
     * @param list name of the file that it is in
     * @param cause its key there
     */
    record Listed(TrafficSource source, String list, Cause cause) {}

    static SourceList read(RuleLists lists) {
        SourceList list = new SourceList();
        DataFile own = lists.file("sources.tsv");
        own.forEachRow(List.of("host", "name", "channel"), row -> list.addOwn(own, row));
        lists.file("source-names.tsv").forEachRow(List.of("name there", "name here"), list::addSpelling);
        DataFile published = lists.file("referrers.json");
        published.readJson(json -> list.addPublished(published, json));
        list.collectNames();
        return list;
    }

    /**
     * @param host as {@link HostName} has it
     * @return the source that it, or the nearest listed domain above it, belongs to; null if none
     */
    @Nullable
    Listed byHost(String host) {
        Listed found = hosts.get(host);
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
    Listed byApp(String id) {
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
                .forEach(listed -> names.add(listed.source().name()));
    }

    private void addOwn(DataFile file, List<String> row) {
        String key = row.get(0);
        TrafficSource source = new TrafficSource(name(row.get(1)), channel(row.get(2)));
        Listed listed = new Listed(source, file.name(), Cause.rule(key, ""));
        if (key.contains("-app://")) {
            addOnce(apps, key.substring(key.indexOf("//") + 2), listed);
        } else if (key.startsWith(SUBDOMAINS)) {
            addOnce(subdomains, host(key.substring(SUBDOMAINS.length())), listed);
        } else {
            addOnce(hosts, host(key), listed);
        }
    }

    private static void addOnce(Map<String, Listed> entries, String key, Listed listed) {
        if (entries.putIfAbsent(key, listed) != null) {
            throw new IllegalArgumentException("'" + key + "' is there twice; allowed: once");
        }
    }

    private static String host(String text) {
        if (!text.equals(HostName.normalised(text))) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no host; allowed: a host name in lower case, without www., scheme and port");
        }
        return text;
    }

    private void addSpelling(List<String> row) {
        if (spellings.putIfAbsent(row.get(0), name(row.get(1))) != null) {
            throw new IllegalArgumentException("'" + row.get(0) + "' is there twice; allowed: once");
        }
    }

    private static String name(String text) {
        boolean fits = !text.isBlank()
                && text.equals(text.strip().toLowerCase(Locale.ROOT))
                && text.length() <= MAX_NAME_CHARS
                && text.chars().noneMatch(Character::isISOControl);
        if (!fits) {
            throw new IllegalArgumentException("'" + text + "' is no name of a source; allowed: 1 to " + MAX_NAME_CHARS
                    + " characters in lower case");
        }
        return text;
    }

    private void addPublished(DataFile file, JsonParser json) throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            file.faultAt(json, "it is no object; allowed: an object with a member for each host");
            return;
        }
        String key;
        while ((key = json.nextFieldName()) != null) {
            if (json.nextToken() == JsonToken.START_OBJECT) {
                addPublished(file, json, key);
            } else {
                file.faultAt(json, "'" + key + "' is no object; allowed: one with source and medium");
                json.skipChildren();
            }
        }
    }

    private void addPublished(DataFile file, JsonParser json, String key) throws IOException {
        try {
            addPublished(file, key.toLowerCase(Locale.ROOT), source(json));
        } catch (IllegalArgumentException unusable) {
            file.faultAt(json, "'" + key + "': " + unusable.getMessage());
        }
    }

    /** Keys with a path are left out: a source is told by its host. Keys that are no host name an app. */
    private void addPublished(DataFile file, String key, TrafficSource source) {
        Listed listed = new Listed(source, file.name(), Cause.rule(key, ""));
        if (key.startsWith("com.") || key.startsWith("org.")) {
            apps.putIfAbsent(key, listed);
            return;
        }
        String host = key.indexOf('.') < 0 ? null : HostName.normalised(key);
        if (host != null) {
            hosts.putIfAbsent(host, listed);
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
                channel = published(value);
            }
        }
        return new TrafficSource(name(name), channel);
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

    private static TrafficChannel channel(String label) {
        TrafficChannel channel = BY_LABEL.get(label);
        if (channel == null) {
            throw new IllegalArgumentException("'" + label + "' is no channel; allowed: " + CHANNELS);
        }
        return channel;
    }
}
