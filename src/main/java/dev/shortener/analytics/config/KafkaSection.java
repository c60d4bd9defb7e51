package dev.shortener.analytics.config;

import dev.shortener.analytics.config.DeadLetterConfig.Privacy;
import dev.shortener.analytics.config.KafkaConfig.OffsetReset;
import dev.shortener.analytics.config.KafkaConfig.SecurityProtocol;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads where the clicks come from. Confined to one load. After a fault it goes on with a legal value, so that one run finds all. */
final class KafkaSection {

    private final SettingReader reader;
    private final ConfigFaults faults;

    KafkaSection(SettingReader reader) {
        this.reader = reader;
        this.faults = reader.faults();
    }

    KafkaConfig read() {
        int minBytes = reader.integer("MinBytes", KafkaConfig.BYTES);
        Path caFile = caFile();
        String username = reader.text("Username");
        Secret password =
                Optional.ofNullable(reader.text("Password")).map(Secret::new).orElse(null);
        boolean paired = (username == null) == (password == null);
        if (!paired) {
            faults.add(username == null ? "Username" : "Password", "is required, because its counterpart is set");
        }
        KafkaConfig kafka = new KafkaConfig(
                brokers(),
                group(),
                topic(reader.required("Topic")),
                reader.choice("Offset", OffsetReset.class),
                reader.integer("Consumers", KafkaConfig.CONSUMERS),
                minBytes,
                maxBytes(minBytes),
                caFile,
                paired ? username : null,
                paired ? password : null,
                new KafkaProperties(reader).read());
        checkSecurity(kafka);
        return kafka;
    }

    /** The dead-letter topic, which must not be the one that is read: dead letters would be read again, for ever. */
    DeadLetterConfig readDeadLetter(String topic) {
        Optional<Setting> said = reader.textSetting("DeadLetter.Topic");
        Setting setting = said.orElseGet(() -> new Setting("DeadLetter.Topic", topic + ".dlq", Setting.Source.DEFAULT));
        String deadLetters = topic(setting);
        if (deadLetters.equals(topic)) {
            faults.add(setting, "is the topic that is read", "another topic than Topic");
            deadLetters = "unusable";
        }
        Privacy privacy = reader.choice("DeadLetter.Privacy", Privacy.class);
        DeadLetterKey key = deadLetterKey(privacy);
        return new DeadLetterConfig(
                deadLetters, key == null && privacy == Privacy.ENCRYPT ? Privacy.REDACT : privacy, key);
    }

    private @Nullable DeadLetterKey deadLetterKey(Privacy privacy) {
        String path = "DeadLetter.Key";
        Setting setting = reader.textSetting(path).orElse(null);
        if (setting == null) {
            if (privacy == Privacy.ENCRYPT) {
                faults.add(path, "is required, because DeadLetter.Privacy is encrypt; allowed: " + DeadLetterKey.RULE);
            }
            return null;
        }
        Optional<DeadLetterKey> key = DeadLetterKey.parse((String) setting.value());
        if (key.isEmpty() && !faults.has(path)) {
            faults.add(setting, "is no key", DeadLetterKey.RULE);
        }
        return key.orElse(null);
    }

    private List<String> brokers() {
        List<String> brokers = reader.list("Brokers");
        if (brokers.isEmpty()) {
            if (!faults.has("Brokers")) {
                faults.add("Brokers", "is required; allowed: a list of " + KafkaNames.BROKER_RULE);
            }
            return List.of("missing:1");
        }
        for (String broker : brokers) {
            if (!KafkaNames.isBroker(broker)) {
                faults.add(new Setting("Brokers", broker, source("Brokers")), "is no broker", KafkaNames.BROKER_RULE);
            }
        }
        return brokers;
    }

    private Setting.Source source(String path) {
        return reader.find(path).map(Setting::source).orElse(Setting.Source.DEFAULT);
    }

    private String group() {
        Setting group = reader.required("Group");
        if (!KafkaNames.isGroup((String) group.value())) {
            faults.add(group, "is no name of a group", KafkaNames.GROUP_RULE);
        }
        return (String) group.value();
    }

    private String topic(Setting topic) {
        if (KafkaNames.isTopic((String) topic.value())) {
            return (String) topic.value();
        }
        faults.add(topic, "is no name of a topic", KafkaNames.TOPIC_RULE);
        return "unreadable-" + topic.path();
    }

    private int maxBytes(int minBytes) {
        int maxBytes = reader.integer("MaxBytes", KafkaConfig.BYTES);
        if (maxBytes < minBytes) {
            faults.add(
                    new Setting("MaxBytes", maxBytes, source("MaxBytes")),
                    "is less than MinBytes",
                    minBytes + " or more");
        }
        return Math.max(minBytes, maxBytes);
    }

    private @Nullable Path caFile() {
        Path caFile = reader.path("CaFile");
        if (caFile != null) {
            PemFaults.ofCertificates(caFile)
                    .ifPresent(fault -> faults.add(
                            new Setting("CaFile", caFile, source("CaFile")),
                            fault,
                            "a PEM file of the authorities to trust"));
        }
        return caFile;
    }

    private void checkSecurity(KafkaConfig kafka) {
        SecurityProtocol protocol = kafka.securityProtocol();
        String path = ConfigKeys.KAFKA + "." + KafkaConfig.SECURITY_PROTOCOL;
        if (kafka.username() != null && kafka.caFile() == null && !said(kafka.properties())) {
            faults.add(
                    path,
                    "is required, because Username is set without CaFile; allowed: SASL_SSL (encrypted, the system's authorities"
                            + " are trusted), SASL_PLAINTEXT (the password crosses the network in clear)");
        }
        if (kafka.username() != null && !protocol.authenticated()) {
            faults.add(path, protocol + " would leave Username unused; allowed: SASL_SSL, SASL_PLAINTEXT");
        }
        if (kafka.username() != null) {
            checkMechanism(kafka);
        }
        if (kafka.caFile() != null && !protocol.encrypted()) {
            faults.add(path, protocol + " would leave CaFile unused; allowed: SSL, SASL_SSL");
        }
    }

    private void checkMechanism(KafkaConfig kafka) {
        SaslMechanism mechanism = kafka.saslMechanism();
        if (!mechanism.takesPassword()) {
            faults.add(
                    ConfigKeys.KAFKA + "." + KafkaConfig.SASL_MECHANISM,
                    mechanism.wireName() + " would leave Username unused; allowed: PLAIN, SCRAM-SHA-256, SCRAM-SHA-512,"
                            + " OAUTHBEARER");
        }
        if (mechanism == SaslMechanism.OAUTHBEARER && !kafka.properties().containsKey(KafkaConfig.TOKEN_ENDPOINT)) {
            faults.add(
                    ConfigKeys.KAFKA + "." + KafkaConfig.TOKEN_ENDPOINT,
                    "is required, because sasl.mechanism is OAUTHBEARER; allowed: the URL where Username and Password, a client's id"
                            + " and secret, are changed for a token");
        }
    }

    private static boolean said(Map<String, Secret> properties) {
        return properties.containsKey(KafkaConfig.SECURITY_PROTOCOL);
    }
}
