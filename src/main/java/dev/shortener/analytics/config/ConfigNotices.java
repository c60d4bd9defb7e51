package dev.shortener.analytics.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/** Says once what a reader would otherwise find out by surprise: keys without effect, behaviour that differs. Stateless. Shows no values. */
final class ConfigNotices {

    private static final Pattern BARE_VARIABLE = Pattern.compile("\\$[A-Za-z_][A-Za-z0-9_]*");

    private ConfigNotices() {}

    /**
     * @param settings what was set, by path in lower case
     */
    static List<String> of(Map<String, Setting> settings) {
        List<String> notices = new ArrayList<>();
        addDifferences(notices, settings);
        settings.values().forEach(setting -> addNotice(notices, setting));
        return notices;
    }

    private static void addDifferences(List<String> notices, Map<String, Setting> settings) {
        if (!settings.containsKey("offset")) {
            notices.add("Offset is not set: a group without committed offsets starts with the first record"
                    + " (the Go consumer started with the last).");
        }
        if (settings.containsKey("cafile")) {
            notices.add(
                    "CaFile is set: the brokers' certificates and host names are checked (the Go consumer checked neither).");
        }
        addDecidedByBrokers(notices, settings);
        boolean devServer = settings.keySet().stream().anyMatch(path -> path.startsWith("devserver."));
        if (devServer && !settings.containsKey("devserver.host")) {
            notices.add("DevServer.Host is not set: metrics and health listen on 127.0.0.1 alone"
                    + " (the Go consumer listened on every address).");
        }
    }

    private static void addDecidedByBrokers(List<String> notices, Map<String, Setting> settings) {
        Setting protocol = settings.get("kafka." + KafkaConfig.GROUP_PROTOCOL);
        if (protocol != null && KafkaConfig.isConsumerProtocol(protocol.value().toString())) {
            KafkaConfig.DECIDED_BY_BROKERS.stream()
                    .map(name -> settings.get("kafka." + name))
                    .filter(Objects::nonNull)
                    .forEach(setting -> notices.add(setting.path()
                            + " has no effect here: with group.protocol consumer the brokers decide that."));
        }
    }

    private static void addNotice(List<String> notices, Setting setting) {
        ConfigKeys.find(setting.path())
                .filter(key -> key.noEffect() != null)
                .ifPresent(key -> notices.add(key.path() + " has no effect here: " + key.noEffect() + "."));
        if (setting.path().equals("Log.Mode")
                && !"console".equalsIgnoreCase(setting.value().toString())) {
            notices.add(
                    "Log.Mode is read as console: logs go to standard error, and whoever runs the service keeps them.");
        }
        if (setting.value() instanceof String text
                && BARE_VARIABLE.matcher(text).matches()) {
            notices.add(
                    setting.path() + " is taken literally although it looks like a variable; only ${VAR} is replaced.");
        }
    }
}
