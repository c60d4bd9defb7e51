package dev.shortener.analytics.config;

import dev.shortener.analytics.config.Setting.Source;
import java.math.BigInteger;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Turns what was set, or else the default, into the wanted type. What cannot be used is reported, and reading goes on with a legal value.
 * An empty string counts as not set. Confined to one load.
 */
final class SettingReader {

    private final Map<String, Setting> settings;
    private final ConfigFaults faults;

    SettingReader(Map<String, Setting> settings, ConfigFaults faults) {
        this.settings = settings;
        this.faults = faults;
    }

    ConfigFaults faults() {
        return faults;
    }

    /** All settings below a path. */
    List<Setting> below(String path) {
        String start = ConfigKey.folded(path) + ".";
        return settings.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(start))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** What somebody set at {@code path}. */
    Optional<Setting> find(String path) {
        return Optional.ofNullable(settings.get(ConfigKey.folded(path)));
    }

    /** The text at {@code path}, or its default; null without both. */
    @Nullable
    String text(String path) {
        return textSetting(path).map(setting -> (String) setting.value()).orElse(null);
    }

    /** The text at {@code path} as a setting, for messages about it. */
    Optional<Setting> textSetting(String path) {
        Setting setting = setOrDefault(path);
        if (setting == null || setting.value().equals("")) {
            return defaultOf(path);
        }
        if (setting.value() instanceof String) {
            return Optional.of(setting);
        }
        faults.add(setting, "is no text", "text; put a number or true and false in quotes");
        return Optional.of(setting.withValue("unreadable"));
    }

    /** The text at {@code path}, which somebody must set. */
    Setting required(String path) {
        Optional<Setting> setting = textSetting(path);
        if (setting.isEmpty() && !faults.has(path)) {
            faults.add(path, "is required");
        }
        return setting.orElseGet(() -> new Setting(path, "missing", Source.DEFAULT));
    }

    int integer(String path, Range range) {
        return Math.toIntExact(wholeNumber(path, range));
    }

    long wholeNumber(String path, Range range) {
        Setting setting = scalar(path);
        Optional<BigInteger> number = number(setting.value());
        if (number.isEmpty()) {
            faults.add(setting, "is no whole number", range.toString());
            return range.min();
        }
        if (number.get().bitLength() > 63 || !range.contains(number.get().longValue())) {
            faults.add(setting, "is out of range", range.toString());
            return range.min();
        }
        return number.get().longValue();
    }

    double share(String path) {
        Setting setting = scalar(path);
        String text = setting.value().toString().strip();
        double share = text.matches("\\d{1,9}|\\d{0,9}\\.\\d{1,9}") ? Double.parseDouble(text) : 0;
        if (share > 0 && share <= 1) {
            return share;
        }
        faults.add(setting, "is no share", "a number above 0 and at most 1, such as 0.1 for a tenth");
        return 1;
    }

    double ratio(String path) {
        Setting setting = scalar(path);
        String text = setting.value().toString().strip();
        double ratio = text.matches("\\d{1,9}|\\d{0,9}\\.\\d{1,9}") ? Double.parseDouble(text) : -1;
        if (ratio >= 0 && ratio <= 1) {
            return ratio;
        }
        faults.add(setting, "is no ratio", "a number from 0 to 1");
        return 1;
    }

    boolean flag(String path) {
        Setting setting = scalar(path);
        String text = setting.value().toString().toLowerCase(Locale.ROOT);
        if (!text.equals("true") && !text.equals("false")) {
            faults.add(setting, "is no switch", "true, false");
        }
        return text.equals("true");
    }

    /** On or off, which YAML takes for true and false where they stand without quotes. */
    boolean isOn(String path) {
        Setting setting = scalar(path);
        String text = setting.value().toString().strip().toLowerCase(Locale.ROOT);
        boolean isOn = text.equals("on") || text.equals("true");
        if (!isOn && !text.equals("off") && !text.equals("false")) {
            faults.add(setting, "is neither on nor off", "on, off");
        }
        return isOn;
    }

    Duration duration(String path, DurationRange range) {
        Setting setting = scalar(path);
        Optional<Duration> duration = GoDuration.parse(setting.value().toString());
        if (duration.isEmpty()) {
            faults.add(setting, "is no duration", "a number with its unit, such as 500ms, 5s or 1m30s, " + range);
            return range.min();
        }
        if (!range.contains(duration.get())) {
            faults.add(setting, "is out of range", range.toString());
            return range.min();
        }
        return duration.get();
    }

    /** The constant whose name, in lower case, is the text at {@code path}. */
    <E extends Enum<E>> E choice(String path, Class<E> type) {
        Setting setting = scalar(path);
        E[] constants = type.getEnumConstants();
        for (E constant : constants) {
            if (constant.name().equalsIgnoreCase(setting.value().toString())) {
                return constant;
            }
        }
        faults.add(setting, "is unknown", names(constants));
        return constants[0];
    }

    /** The texts at {@code path}: a list, or one text with commas between them. */
    List<String> list(String path) {
        Optional<Setting> setting = find(path);
        if (setting.isEmpty()) {
            return List.of();
        }
        Object value = setting.get().value();
        List<String> texts = new ArrayList<>();
        for (Object item : value instanceof List<?> items ? items : List.of(value)) {
            if (item instanceof String text) {
                texts.addAll(split(text));
            } else {
                faults.add(
                        setting.get(), "is no list of texts", "a list of texts, or one text with commas between them");
            }
        }
        return texts;
    }

    /** The file at {@code path}, whether it exists or not; null if none was set. */
    @Nullable
    Path path(String path) {
        Setting setting = textSetting(path).orElse(null);
        if (setting == null) {
            return null;
        }
        try {
            return Path.of((String) setting.value());
        } catch (InvalidPathException e) {
            faults.add(setting, "is no path", "the path of a file");
            return null;
        }
    }

    static Optional<BigInteger> number(Object value) {
        if (value instanceof Integer || value instanceof Long || value instanceof BigInteger) {
            return Optional.of(new BigInteger(value.toString()));
        }
        return value instanceof String text && text.strip().matches("[+-]?\\d{1,30}")
                ? Optional.of(new BigInteger(text.strip()))
                : Optional.empty();
    }

    private static List<String> split(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    private static <E extends Enum<E>> String names(E[] constants) {
        return Arrays.stream(constants)
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }

    /** For keys that have a default. */
    private Setting scalar(String path) {
        Setting setting = setOrDefault(path);
        if (setting == null || setting.value().equals("")) {
            return defaultOf(path).orElseThrow(() -> new IllegalStateException("no default for " + path));
        }
        return setting;
    }

    private @Nullable Setting setOrDefault(String path) {
        return find(path).or(() -> defaultOf(path)).orElse(null);
    }

    private static Optional<Setting> defaultOf(String path) {
        ConfigKey key = ConfigKeys.get(path);
        return Optional.ofNullable(key.defaultText()).map(text -> new Setting(key.path(), text, Source.DEFAULT));
    }
}
