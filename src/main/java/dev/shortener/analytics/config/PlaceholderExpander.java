package dev.shortener.analytics.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Replaces <code>${VAR}</code>, <code>${VAR:-default}</code> and <code>${file:/path}</code> in the strings of a file; <code>$${</code>
 * stands for <code>${</code>. What comes out is not expanded again. Confined to one load; reads files while it expands.
 */
final class PlaceholderExpander {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\$\\{|\\$\\{([^}]*)(}?)");
    private static final Pattern VARIABLE = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)(?::-(.*))?", Pattern.DOTALL);
    private static final String FILE = "file:";
    private static final long MAX_SECRET_BYTES = 1 << 20;

    private final Map<String, String> environment;
    private final ConfigFaults faults;

    PlaceholderExpander(Map<String, String> environment, ConfigFaults faults) {
        this.environment = Map.copyOf(environment);
        this.faults = faults;
    }

    /** The setting with every string in it expanded; maps are left alone. What cannot be expanded is reported and becomes empty. */
    Setting expand(Setting setting) {
        if (setting.value() instanceof String text) {
            return setting.withValue(expand(setting.path(), text));
        }
        if (setting.value() instanceof List<?> list) {
            List<@Nullable Object> expanded = new ArrayList<>();
            list.forEach(item -> expanded.add(item instanceof String text ? expand(setting.path(), text) : item));
            return setting.withValue(expanded);
        }
        return setting;
    }

    private String expand(String path, String text) {
        Matcher matcher = PLACEHOLDER.matcher(text);
        StringBuilder expanded = new StringBuilder();
        while (matcher.find()) {
            matcher.appendReplacement(expanded, Matcher.quoteReplacement(replacement(path, matcher)));
        }
        return matcher.appendTail(expanded).toString();
    }

    private String replacement(String path, Matcher matcher) {
        String inside = matcher.group(1);
        if (inside == null) {
            return "${";
        }
        if (matcher.group(2).isEmpty()) {
            faults.add(path, "has a ${ without its }; write $${ for a literal ${");
            return "";
        }
        return inside.startsWith(FILE) ? readSecret(path, inside.substring(FILE.length())) : variable(path, inside);
    }

    private String variable(String path, String inside) {
        Matcher matcher = VARIABLE.matcher(inside);
        if (!matcher.matches()) {
            faults.add(path, "has a ${…} that names no variable; allowed: ${VAR}, ${VAR:-default}, ${file:/path}");
            return "";
        }
        String value = environment.get(matcher.group(1));
        String fallback = matcher.group(2);
        if (fallback != null) {
            return value == null || value.isEmpty() ? fallback : value;
        }
        if (value == null) {
            faults.add(
                    path,
                    "the environment variable " + matcher.group(1)
                            + " is not set; allowed: set it, or give a default as ${" + matcher.group(1)
                            + ":-default}");
            return "";
        }
        return value;
    }

    private String readSecret(String path, String file) {
        try {
            Path secret = Path.of(file);
            if (Files.size(secret) > MAX_SECRET_BYTES) {
                faults.add(path, "the file " + file + " has more than 1 MiB, which is no secret");
                return "";
            }
            return withoutLastNewline(Files.readString(secret));
        } catch (IOException | InvalidPathException e) {
            faults.add(path, "the file " + file + " cannot be read: " + FileFaults.reason(e));
            return "";
        }
    }

    private static String withoutLastNewline(String text) {
        if (text.endsWith("\r\n")) {
            return text.substring(0, text.length() - 2);
        }
        return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }
}
