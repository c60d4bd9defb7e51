package dev.shortener.analytics.enrich;

import dev.shortener.analytics.enrich.SourceList.Listed;
import dev.shortener.analytics.enrich.SourceList.ListedPath;
import dev.shortener.analytics.event.TrafficChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads the lists of traffic sources: the project's own table, which goes first, and the published one. Confined to one load.
 */
final class SourceListReader {

    private static final Map<String, TrafficChannel> BY_LABEL = Arrays.stream(TrafficChannel.values())
            .collect(Collectors.toMap(TrafficChannel::label, Function.identity()));
    private static final String CHANNELS =
            Arrays.stream(TrafficChannel.values()).map(TrafficChannel::label).collect(Collectors.joining(", "));
    private static final String SUBDOMAINS = "*.";
    private static final int MAX_NAME_CHARS = 255;

    private final Map<String, Listed> hosts = new HashMap<>(8_192);
    private final Map<String, Listed> subdomains = new HashMap<>();
    private final Map<String, List<ListedPath>> paths = new HashMap<>();
    private final Map<String, Listed> apps = new HashMap<>();
    private final Set<String> names = new HashSet<>(Set.of(TrafficSource.DIRECT.name(), TrafficSource.UNKNOWN.name()));
    private final Map<String, String> spellings = new HashMap<>();

    SourceList read(RuleLists lists) {
        DataFile own = lists.file("sources.tsv");
        own.forEachRow(List.of("hosts", "name", "channel"), row -> addOwn(own, row));
        lists.file("source-names.tsv").forEachRow(List.of("name there", "name here"), this::addSpelling);
        DataFile published = lists.file("referrers.json");
        new PublishedList(published, spellings).forEach((key, source) -> addPublished(published, key, source));
        addAppsAsHosts();
        return new SourceList(this);
    }

    Map<String, Listed> hosts() {
        return hosts;
    }

    /** What is below a host, where that is something else. */
    Map<String, Listed> subdomains() {
        return subdomains;
    }

    /** By the host that they are below, in the order in which they are looked at. */
    Map<String, List<ListedPath>> paths() {
        return paths;
    }

    Map<String, Listed> apps() {
        return apps;
    }

    /** What sources are called, and what stands for none. */
    Set<String> names() {
        return names;
    }

    private void addOwn(DataFile file, List<String> row) {
        TrafficSource source = new TrafficSource(name(row.get(1)), channel(row.get(2)));
        for (String key : row.get(0).split(" ", -1)) {
            addOwn(key, new Listed(source, file.name(), Cause.rule(key, "")));
        }
    }

    private void addOwn(String key, Listed listed) {
        int slash = key.contains("//") ? -1 : key.indexOf('/');
        if (key.contains("-app://")) {
            addOnce(apps, key.substring(key.indexOf("//") + 2), listed);
        } else if (slash >= 0) {
            addPath(host(key.substring(0, slash)), path(key.substring(slash)), listed);
        } else if (key.startsWith(SUBDOMAINS)) {
            addOnce(subdomains, host(key.substring(SUBDOMAINS.length())), listed);
        } else {
            addOnce(hosts, host(key), listed);
        }
        names.add(listed.source().name());
    }

    private static void addOnce(Map<String, Listed> entries, String key, Listed listed) {
        if (entries.putIfAbsent(key, listed) != null) {
            throw twice(key);
        }
    }

    private void addPath(String host, String path, Listed listed) {
        List<ListedPath> below = paths.computeIfAbsent(host, key -> new ArrayList<>());
        if (below.stream().anyMatch(other -> other.path().equals(path))) {
            throw twice(host + path);
        }
        below.add(new ListedPath(path, listed));
    }

    private static IllegalArgumentException twice(String key) {
        return new IllegalArgumentException("'" + key + "' is there twice; allowed: once");
    }

    private static String host(String text) {
        if (!text.equals(HostName.normalised(text))) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no host; allowed: a host name in lower case, without www., scheme and port");
        }
        return text;
    }

    private static String path(String text) {
        if (text.length() < 2 || text.endsWith("/") || text.chars().anyMatch(c -> c <= ' ' || c == '?' || c == '#')) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no path; allowed: one with a first slash and without a last one, no query");
        }
        return text;
    }

    private void addSpelling(List<String> row) {
        if (spellings.putIfAbsent(row.get(0), name(row.get(1))) != null) {
            throw twice(row.get(0));
        }
    }

    /**
     * @throws IllegalArgumentException if a source cannot be called so
     */
    static String name(String text) {
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

    /** Some keys are a host, some a host and a path, and those that are none an app. */
    private void addPublished(DataFile file, String key, TrafficSource source) {
        Listed listed = new Listed(source, file.name(), Cause.rule(key, ""));
        names.add(source.name());
        if (key.startsWith("com.") || key.startsWith("org.")) {
            apps.putIfAbsent(key, listed);
            return;
        }
        int slash = key.indexOf('/');
        String host = key.indexOf('.') < 0 ? null : HostName.normalised(slash < 0 ? key : key.substring(0, slash));
        if (host != null && slash >= 0) {
            addPublishedPath(host, key.substring(slash), listed);
        } else if (host != null) {
            hosts.putIfAbsent(host, listed);
        }
    }

    private void addPublishedPath(String host, String text, Listed listed) {
        String path = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        List<ListedPath> below = paths.computeIfAbsent(host, key -> new ArrayList<>());
        if (path.length() > 1 && below.stream().noneMatch(other -> other.path().equals(path))) {
            below.add(new ListedPath(path, listed));
        }
    }

    /** Logs that lost the scheme have an app's id for a host. It is believed where nobody can have a domain called so. */
    private void addAppsAsHosts() {
        apps.forEach((id, listed) -> {
            if (id.indexOf('.') > 0 && !PublicSuffixes.get().isUnderOne(id)) {
                hosts.putIfAbsent(id, listed);
            }
        });
    }

    private static TrafficChannel channel(String label) {
        TrafficChannel channel = BY_LABEL.get(label);
        if (channel == null) {
            throw new IllegalArgumentException("'" + label + "' is no channel; allowed: " + CHANNELS);
        }
        return channel;
    }
}
