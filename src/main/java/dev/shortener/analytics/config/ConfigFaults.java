package dev.shortener.analytics.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Collects what is wrong with a configuration, so that one run reports all of it, and hides what is secret. Confined to one load. */
final class ConfigFaults {

    private static final int MAX_SHOWN = 80;
    private static final Pattern CREDENTIALS = Pattern.compile("[^/\\s]*@");
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}|[\\u2028\\u2029]");
    private static final Pattern SENSITIVE = Pattern.compile(
            "password|passwd|secret|jaas|token|credential|keystore\\.key|private|assertion|auth|headers");

    private final List<String> faults = new ArrayList<>();
    private final Set<String> paths = new HashSet<>();

    /** A sentence that shows no value. */
    void add(String path, String sentence) {
        paths.add(path);
        faults.add(path + ": " + sentence);
    }

    /** {@code setting} cannot be used: what is wrong, and what would be right. */
    void add(Setting setting, String wrong, String allowed) {
        add(setting.path(), shown(setting) + setting.source().note() + " " + wrong + "; allowed: " + allowed);
    }

    /** Whether something is wrong at {@code path} already; what follows from it need not be said. */
    boolean has(String path) {
        return paths.contains(path);
    }

    void addAll(List<String> sentences) {
        faults.addAll(sentences);
    }

    /** Ends the load if anything is wrong. */
    void throwIfAny() {
        if (!faults.isEmpty()) {
            throw new InvalidConfigException(faults);
        }
    }

    /** Whether the value at {@code path} must not be shown. */
    static boolean isSensitive(String path) {
        return ConfigKeys.find(path).map(ConfigKey::secret).orElse(false)
                || SENSITIVE.matcher(path.toLowerCase(Locale.ROOT)).find();
    }

    private static String shown(Setting setting) {
        if (isSensitive(setting.path())) {
            return "the value (hidden)";
        }
        String text = CONTROL.matcher(String.valueOf(setting.value())).replaceAll("?");
        String cut = text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + "…" : text;
        return "'" + CREDENTIALS.matcher(cut).replaceAll("***@") + "'";
    }
}
