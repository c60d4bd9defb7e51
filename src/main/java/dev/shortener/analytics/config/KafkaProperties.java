package dev.shortener.analytics.config;

import dev.shortener.analytics.config.KafkaConfig.SecurityProtocol;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads the section of Kafka's own properties, and refuses those that would break a promise. Confined to one load. */
final class KafkaProperties {

    /** What each refused property would break, and what to do instead. */
    private static final Map<String, String> REFUSED = Map.ofEntries(
            Map.entry("bootstrap.servers", "use Brokers"),
            Map.entry("group.id", "use Group"),
            Map.entry("auto.offset.reset", "use Offset"),
            Map.entry("max.poll.records", "use Batch.MaxRecords"),
            Map.entry(
                    "enable.auto.commit",
                    "offsets are committed when their records are stored; see Batch.CommitInterval"),
            Map.entry("auto.commit.interval.ms", "use Batch.CommitInterval"),
            Map.entry("key.deserializer", "records are read as bytes; leave it out"),
            Map.entry("value.deserializer", "records are read as bytes; leave it out"),
            Map.entry("key.serializer", "dead letters are written as bytes; leave it out"),
            Map.entry("value.serializer", "dead letters are written as bytes; leave it out"),
            Map.entry("transactional.id", "dead letters are written without transactions; leave it out"));

    private final SettingReader reader;

    KafkaProperties(SettingReader reader) {
        this.reader = reader;
    }

    /** Properties by Kafka's names; what was refused is reported and left out. */
    Map<String, Secret> read() {
        Map<String, Secret> properties = new LinkedHashMap<>();
        for (Setting setting : reader.below(ConfigKeys.KAFKA)) {
            String name = setting.path().substring(ConfigKeys.KAFKA.length() + 1);
            if (isAllowed(name, setting)) {
                properties.put(name, new Secret(text(setting)));
            }
        }
        return properties;
    }

    private boolean isAllowed(String name, Setting setting) {
        String refusal = REFUSED.get(name.toLowerCase(Locale.ROOT));
        if (refusal != null) {
            reader.faults().add(setting.path(), "is not for the configuration to set: " + refusal);
        }
        return refusal == null
                && expects(setting, name, "acks", List.of("all", "-1"))
                && expects(setting, name, "enable.idempotence", List.of("true"))
                && expects(setting, name, "ssl.endpoint.identification.algorithm", List.of("https"))
                && expects(setting, name, KafkaConfig.SASL_MECHANISM, SaslMechanism.wireNames())
                && expects(setting, name, KafkaConfig.SECURITY_PROTOCOL, protocols());
    }

    private boolean expects(Setting setting, String name, String property, List<String> allowed) {
        if (!name.equals(property) || allowed.contains(text(setting))) {
            return true;
        }
        reader.faults().add(setting, "is impossible", String.join(", ", allowed));
        return false;
    }

    private static List<String> protocols() {
        return Arrays.stream(SecurityProtocol.values()).map(Enum::name).toList();
    }

    private static String text(Setting setting) {
        if (setting.value() instanceof List<?> items) {
            return items.stream().map(String::valueOf).collect(Collectors.joining(","));
        }
        return setting.value().toString();
    }
}
