package dev.shortener.analytics.enrich;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The named traffic sources by host, by path below a host and by app. Immutable once read.
 *
 * <p>Hosts are compared label by label from the end, never as parts of text: {@code not.co} has nothing of {@code t.co}. A host stands
 * for itself and its sub-domains, unless it is a public suffix: what is below that belongs to somebody else.
 */
final class SourceList {

    private final Map<String, Listed> hosts;
    private final Map<String, Listed> domains = new HashMap<>(8_192);
    private final Map<String, List<ListedPath>> paths;
    private final Map<String, Listed> apps;
    private final Set<String> names;

    SourceList(SourceListReader read) {
        hosts = Map.copyOf(read.hosts());
        paths = Map.copyOf(read.paths());
        apps = Map.copyOf(read.apps());
        names = Set.copyOf(read.names());
        hosts.forEach((host, listed) -> {
            if (!PublicSuffixes.get().contains(host)) {
                domains.put(host, listed);
            }
        });
        domains.putAll(read.subdomains());
    }

    /**
     * An entry of a list. Immutable.
     *
     * @param source what it stands for
     * @param list name of the file that it is in
     * @param cause its key there
     */
    record Listed(TrafficSource source, String list, Cause cause) {}

    /**
     * An entry for a part of a host. Immutable.
     *
     * @param path with its first slash, without a last one
     */
    record ListedPath(String path, Listed listed) {

        /** By whole segments, whatever the case: {@code /chat} has nothing of {@code /chatter}. */
        boolean contains(String asked) {
            int length = path.length();
            return asked.regionMatches(true, 0, path, 0, length)
                    && (asked.length() == length || asked.charAt(length) == '/');
        }
    }

    static SourceList read(RuleLists lists) {
        return new SourceListReader().read(lists);
    }

    /** What a host itself, or the nearest listed domain above it, stands for; null if nothing. */
    @Nullable
    Listed byHost(String host) {
        return byHost(host, "");
    }

    /**
     * A listed path goes before the host that it is listed for, and whatever is listed for the host before what is listed for a domain
     * above it.
     *
     * @param host as {@link HostName} has it
     * @param path with its first slash; empty if there is none
     */
    @Nullable
    Listed byHost(String host, String path) {
        Listed found = byPath(host, path);
        if (found == null) {
            found = hosts.get(host);
        }
        int dot = host.indexOf('.');
        while (found == null && dot >= 0) {
            String parent = host.substring(dot + 1);
            found = byPath(parent, path);
            if (found == null) {
                found = domains.get(parent);
            }
            dot = host.indexOf('.', dot + 1);
        }
        return found;
    }

    private @Nullable Listed byPath(String host, String path) {
        List<ListedPath> listed = path.length() > 1 ? paths.get(host) : null;
        if (listed != null) {
            for (ListedPath candidate : listed) {
                if (candidate.contains(path)) {
                    return candidate.listed();
                }
            }
        }
        return null;
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
}
