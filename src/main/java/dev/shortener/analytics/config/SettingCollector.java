package dev.shortener.analytics.config;

import dev.shortener.analytics.config.ConfigKey.Kind;
import dev.shortener.analytics.config.Setting.Source;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lays file, environment and command line over each other, the later ones above the earlier, and reports keys that nobody knows.
 * Confined to one load.
 */
final class SettingCollector {

    /** What Kubernetes sets in every pod of a namespace that has a service called analytics-consumer. */
    private static final Pattern SERVICE_LINK =
            Pattern.compile("SERVICE_HOST|SERVICE_PORT(_.+)?|PORT|PORT_\\d+_(TCP|UDP|SCTP)(_.+)?");

    private final Map<String, Setting> settings = new LinkedHashMap<>();
    private final List<String> notices = new ArrayList<>();
    private final ConfigFaults faults;
    private final PlaceholderExpander placeholders;

    SettingCollector(ConfigFaults faults, PlaceholderExpander placeholders) {
        this.faults = faults;
        this.placeholders = placeholders;
    }

    /** Everything that was set, by path in lower case. */
    Map<String, Setting> settings() {
        return settings;
    }

    /** What a person should know about what was set. */
    List<String> notices() {
        return notices;
    }

    void addFile(Map<String, Object> file) {
        addSection("", file);
    }

    /** Variables that start with the prefix. An empty one counts as not set. */
    void addEnvironment(Map<String, String> environment) {
        new TreeMap<>(environment).forEach((variable, value) -> {
            if (variable.startsWith(ConfigKeys.VARIABLE_PREFIX) && !value.isEmpty()) {
                addVariable(variable, value);
            }
        });
    }

    /** Key paths, in whatever case, with their values. */
    void addOverrides(Map<String, String> overrides) {
        overrides.forEach((path, value) -> {
            Optional<String> canonical = canonical(path);
            if (canonical.isPresent()) {
                put(new Setting(canonical.get(), value, Source.COMMAND_LINE));
            } else {
                faults.add(path, unknownOverride(path));
            }
        });
    }

    private static String unknownOverride(String path) {
        boolean section = ConfigKeys.isSection(path) || path.equalsIgnoreCase(ConfigKeys.KAFKA);
        return section
                ? "is a section; on the command line one of its keys is named"
                : "unknown key on the command line" + didYouMean(path);
    }

    private void addSection(String prefix, Map<?, ?> section) {
        section.forEach((name, value) -> addEntry(prefix + name, value));
    }

    private void addEntry(String path, @Nullable Object value) {
        Optional<ConfigKey> key = ConfigKeys.find(path);
        if (key.isPresent()) {
            addKey(key.get(), value);
        } else if (ConfigKeys.isSection(path)) {
            addNested(path, value);
        } else {
            faults.add(path, "unknown key" + didYouMean(path));
        }
    }

    private void addKey(ConfigKey key, @Nullable Object value) {
        if (value != null && key.kind() == Kind.PROPERTIES) {
            addProperties(key.path(), value);
        } else if (value != null) {
            addOnce(new Setting(key.path(), value, Source.FILE), key.opaque());
        }
    }

    private void addNested(String path, @Nullable Object value) {
        if (value instanceof Map<?, ?> nested) {
            addSection(path + ".", nested);
        } else if (value != null) {
            faults.add(path, "must be a section of keys");
        }
    }

    private void addProperties(String path, Object value) {
        if (!(value instanceof Map<?, ?> nested)) {
            faults.add(path, "must be a section of Kafka client properties");
            return;
        }
        nested.forEach((name, inner) -> {
            if (inner instanceof Map<?, ?>) {
                addProperties(path + "." + name, inner);
            } else if (inner != null) {
                addOnce(new Setting(path + "." + name, inner, Source.FILE), false);
            }
        });
    }

    private void addOnce(Setting setting, boolean opaque) {
        if (settings.containsKey(ConfigKey.folded(setting.path()))) {
            faults.add(setting.path(), "stands twice in the file; case does not tell keys apart");
        } else {
            put(opaque ? setting : placeholders.expand(setting));
        }
    }

    private void addVariable(String variable, String value) {
        String name = variable.substring(ConfigKeys.VARIABLE_PREFIX.length());
        Optional<String> path = variablePath(name);
        if (path.isPresent()) {
            put(new Setting(path.get(), value, Source.ENVIRONMENT));
        } else if (!SERVICE_LINK.matcher(name).matches()) {
            notices.add("The environment variable " + variable + " has no effect: it names no key"
                    + didYouMean(name.replace('_', '.')));
        }
    }

    /** {@code KAFKA_FETCH_MAX_WAIT_MS} is {@code Kafka.fetch.max.wait.ms}. */
    private static Optional<String> variablePath(String name) {
        String start = ConfigKeys.KAFKA.toUpperCase(Locale.ROOT) + "_";
        if (name.startsWith(start) && name.length() > start.length()) {
            String property =
                    name.substring(start.length()).toLowerCase(Locale.ROOT).replace('_', '.');
            return Optional.of(ConfigKeys.KAFKA + "." + property);
        }
        return ConfigKeys.findVariable(name)
                .filter(key -> key.kind() != Kind.PROPERTIES)
                .map(ConfigKey::path);
    }

    private static Optional<String> canonical(String path) {
        String start = ConfigKeys.KAFKA + ".";
        if (path.regionMatches(true, 0, start, 0, start.length()) && path.length() > start.length()) {
            return Optional.of(start + path.substring(start.length()));
        }
        return ConfigKeys.find(path)
                .or(() -> ignoredParent(path))
                .filter(key -> key.kind() != Kind.PROPERTIES)
                .map(ConfigKey::path);
    }

    /** {@code Telemetry.Endpoint} belongs to {@code Telemetry}, which has no effect as a whole. */
    private static Optional<ConfigKey> ignoredParent(String path) {
        int dot = path.lastIndexOf('.');
        return dot < 0
                ? Optional.empty()
                : ConfigKeys.find(path.substring(0, dot)).filter(ConfigKey::opaque);
    }

    private void put(Setting setting) {
        settings.put(ConfigKey.folded(setting.path()), setting);
    }

    private static String didYouMean(String path) {
        return KeySuggestion.nearest(path)
                .map(suggestion -> "; did you mean " + suggestion + "?")
                .orElse("");
    }
}
