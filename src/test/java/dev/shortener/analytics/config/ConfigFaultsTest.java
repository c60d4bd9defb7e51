package dev.shortener.analytics.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigFaultsTest {

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            Topics                    | x             | Topics: unknown key on the command line; did you mean Topic?
            MaxRecords                | 1             | MaxRecords: unknown key on the command line; did you mean Batch.MaxRecords?
            Btach.MaxRecords          | 1             | Btach.MaxRecords: unknown key on the command line; did you mean Batch.MaxRecords?
            Completely.Different      | 1             | Completely.Different: unknown key on the command line
            Kafka                     | 1             | Kafka: is a section; on the command line one of its keys is named
            batch                     | 1             | batch: is a section; on the command line one of its keys is named
            Log.Mode                  | syslog        | Log.Mode: 'syslog' (from the command line) is unknown; allowed: console, file, volume
            Log.Encoding              | xml           | Log.Encoding: 'xml' (from the command line) is unknown; allowed: plain, json
            Log.Level                 | warn          | Log.Level: 'warn' (from the command line) is unknown; allowed: debug, info, error, severe
            Brokers                   | ''            | Brokers: is required; allowed: a list of host:port, an IPv6 address in brackets, port 1 to 65,535
            Brokers                   | localhost     | Brokers: 'localhost' (from the command line) is no broker; allowed: host:port, an IPv6 address in brackets, port 1 to 65,535
            Brokers                   | a:1,b:0       | Brokers: 'b:0' (from the command line) is no broker; allowed: host:port, an IPv6 address in brackets, port 1 to 65,535
            Brokers                   | ::1:9092      | Brokers: '::1:9092' (from the command line) is no broker; allowed: host:port, an IPv6 address in brackets, port 1 to 65,535
            Brokers                   | u:pw@h:9092   | Brokers: '***@h:9092' (from the command line) is no broker; allowed: host:port, an IPv6 address in brackets, port 1 to 65,535
            Group                     | ''            | Group: is required
            Group                     | '  '          | Group: '  ' (from the command line) is no name of a group; allowed: 1 to 249 characters, none of them a control character
            Topic                     | ''            | Topic: is required
            Topic                     | a b           | Topic: 'a b' (from the command line) is no name of a topic; allowed: 1 to 249 characters of letters, digits, '.', '_' and '-', not '.' or '..'
            Topic                     | ..            | Topic: '..' (from the command line) is no name of a topic; allowed: 1 to 249 characters of letters, digits, '.', '_' and '-', not '.' or '..'
            Offset                    | middle        | Offset: 'middle' (from the command line) is unknown; allowed: first, last
            Consumers                 | 0             | Consumers: '0' (from the command line) is out of range; allowed: 1 to 1,024
            Consumers                 | many          | Consumers: 'many' (from the command line) is no whole number; allowed: 1 to 1,024
            Consumers                 | 99999999999999999999 | Consumers: '99999999999999999999' (from the command line) is out of range; allowed: 1 to 1,024
            Processors                | 1025          | Processors: '1025' (from the command line) is out of range; allowed: 1 to 1,024
            MinBytes                  | 0             | MinBytes: '0' (from the command line) is out of range; allowed: 1 to 2,147,483,647
            MinBytes                  | 99999999      | MaxBytes: '10485760' is less than MinBytes; allowed: 99999999 or more
            CaFile                    | /no/such/file | CaFile: '/no/such/file' (from the command line) cannot be read: there is no such file; allowed: a PEM file of the authorities to trust
            CaFile                    | /             | CaFile: '/' (from the command line) cannot be read: it is a directory; allowed: a PEM file of the authorities to trust
            Username                  | me            | Password: is required, because its counterpart is set
            Password                  | hunter2       | Username: is required, because its counterpart is set
            DataSource                | ''            | DataSource: is required
            DataSource                | mysql://hunter2 | DataSource: is no postgres:// URL; a / ? # or % in the password is written %2F %3F %23 %25
            DataSource                | user=u sslrootcert=/no/such | DataSource: sslrootcert cannot be read: there is no such file
            DevServer.Enabled         | yes           | DevServer.Enabled: 'yes' (from the command line) is no switch; allowed: true, false
            DevServer.Port            | 65536         | DevServer.Port: '65536' (from the command line) is out of range; allowed: 0 to 65,535
            DevServer.MetricsPath     | metrics       | DevServer.MetricsPath: 'metrics' (from the command line) is no path of a URL; allowed: a path that starts with /, of letters, digits and - . _ ~ /
            DevServer.HealthPath      | /livez        | DevServer.HealthPath: '/livez' (from the command line) is served already; allowed: another path than /livez and /readyz
            DevServer.HealthPath      | /metrics      | DevServer.HealthPath: '/metrics' is DevServer.MetricsPath too; allowed: another path
            OwnDomains                | https://sho.rt | OwnDomains: 'https://sho.rt' is no host name; allowed: host names without scheme, port and path, such as sho.rt
            Privacy.Visitors          | maybe         | Privacy.Visitors: 'maybe' (from the command line) is neither on nor off; allowed: on, off
            DeadLetter.Topic          | click-events  | DeadLetter.Topic: 'click-events' (from the command line) is the topic that is read; allowed: another topic than Topic
            Batch.MaxRecords          | 5001          | Batch.MaxRecords: '5001' (from the command line) is out of range; allowed: 1 to 5,000
            Batch.MaxInFlightRecords  | 999           | Batch.MaxInFlightRecords: '999' is less than Batch.MaxRecords; allowed: 1,000 to 1,000,000
            Batch.MaxInFlightBytes    | 1.5           | Batch.MaxInFlightBytes: '1.5' (from the command line) is no whole number; allowed: 1,048,576 to 17,179,869,184
            Batch.StatementTimeout    | 15            | Batch.StatementTimeout: '15' (from the command line) is no duration; allowed: a number with its unit, such as 500ms, 5s or 1m30s, 100ms to 10m
            Batch.CommitInterval      | 0s            | Batch.CommitInterval: '0s' (from the command line) is out of range; allowed: 10ms to 1m
            Batch.DrainTimeout        | 26s           | Batch.DrainTimeout: '26s' (from the command line) is out of range; allowed: 1s to 25s
            Kafka.enable.auto.commit  | false         | Kafka.enable.auto.commit: is not for the configuration to set: offsets are committed when their records are stored; see Batch.CommitInterval
            kafka.group.id            | g             | Kafka.group.id: is not for the configuration to set: use Group
            Kafka.bootstrap.servers   | b:1           | Kafka.bootstrap.servers: is not for the configuration to set: use Brokers
            Kafka.auto.offset.reset   | none          | Kafka.auto.offset.reset: is not for the configuration to set: use Offset
            Kafka.max.poll.records    | 1             | Kafka.max.poll.records: is not for the configuration to set: use Batch.MaxRecords
            Kafka.key.deserializer    | x             | Kafka.key.deserializer: is not for the configuration to set: records are read as bytes; leave it out
            Kafka.value.deserializer  | x             | Kafka.value.deserializer: is not for the configuration to set: records are read as bytes; leave it out
            Kafka.acks                | 1             | Kafka.acks: '1' (from the command line) is impossible; allowed: all, -1
            Kafka.ssl.endpoint.identification.algorithm | none | Kafka.ssl.endpoint.identification.algorithm: 'none' (from the command line) is impossible; allowed: https
            Kafka.sasl.mechanism      | scram-sha-256 | Kafka.sasl.mechanism: 'scram-sha-256' (from the command line) is impossible; allowed: PLAIN, SCRAM-SHA-256, SCRAM-SHA-512, OAUTHBEARER, GSSAPI
            Kafka.security.protocol   | TLS           | Kafka.security.protocol: 'TLS' (from the command line) is impossible; allowed: PLAINTEXT, SSL, SASL_PLAINTEXT, SASL_SSL
            """)
    void a_fault_names_key_value_and_what_is_allowed(String path, String value, String fault) {
        assertThat(faults(Map.of(), Map.of(path, value))).containsExactly(fault);
    }

    @Test
    void a_topic_too_long_for_its_dead_letters_is_told_so() {
        assertThat(faults(Map.of(), Map.of("Topic", "t".repeat(246))))
                .singleElement()
                .asString()
                .startsWith("DeadLetter.Topic: 'tttt")
                .contains("is no name of a topic");
    }

    @Test
    void a_password_in_clear_must_be_asked_for() {
        Map<String, String> user = Map.of("Username", "me", "Password", "hunter2");

        assertThat(faults(Map.of(), user))
                .containsExactly(
                        "Kafka.security.protocol: is required, because Username is set without CaFile; allowed: SASL_SSL"
                                + " (encrypted, the system's authorities are trusted), SASL_PLAINTEXT (the password crosses the network in"
                                + " clear)");

        Map<String, String> asked = new LinkedHashMap<>(user);
        asked.put("Kafka.security.protocol", "SASL_PLAINTEXT");
        assertThat(ConfigLoader.load(usable(), Map.of(), asked).kafka().securityProtocol())
                .isEqualTo(KafkaConfig.SecurityProtocol.SASL_PLAINTEXT);
    }

    @Test
    void a_protocol_that_leaves_the_user_unused_is_refused() {
        assertThat(faults(Map.of(), Map.of("Username", "me", "Password", "p", "Kafka.security.protocol", "SSL")))
                .containsExactly(
                        "Kafka.security.protocol: SSL would leave Username unused; allowed: SASL_SSL, SASL_PLAINTEXT");
    }

    @Test
    void a_mechanism_that_does_not_fit_the_user_is_refused() {
        assertThat(faults(Map.of(), user("GSSAPI")))
                .containsExactly(
                        "Kafka.sasl.mechanism: GSSAPI would leave Username unused; allowed: PLAIN, SCRAM-SHA-256,"
                                + " SCRAM-SHA-512, OAUTHBEARER");
        assertThat(faults(Map.of(), user("OAUTHBEARER")))
                .singleElement()
                .asString()
                .startsWith(
                        "Kafka.sasl.oauthbearer.token.endpoint.url: is required, because sasl.mechanism is OAUTHBEARER");
    }

    private static Map<String, String> user(String mechanism) {
        return Map.of(
                "Username",
                "me",
                "Password",
                "p",
                "Kafka.security.protocol",
                "SASL_SSL",
                "Kafka.sasl.mechanism",
                mechanism);
    }

    @Test
    void wrong_types_in_the_file_are_named() {
        assertThat(faults(
                        Map.of(
                                "Name",
                                5,
                                "Password",
                                123,
                                "Username",
                                "u",
                                "Batch",
                                5,
                                "Kafka",
                                "x",
                                "Brokers",
                                List.of(1),
                                "Consumers",
                                List.of(1),
                                "Log",
                                Map.of("Level", Map.of("a", "b"))),
                        Map.of("Kafka.security.protocol", "SASL_SSL")))
                .containsExactlyInAnyOrder(
                        "Name: '5' is no text; allowed: text; put a number or true and false in quotes",
                        "Password: the value (hidden) is no text; allowed: text; put a number or true and false in quotes",
                        "Batch: must be a section of keys",
                        "Kafka: must be a section of Kafka client properties",
                        "Brokers: '[1]' is no list of texts; allowed: a list of texts, or one text with commas between them",
                        "Consumers: '[1]' is no whole number; allowed: 1 to 1,024",
                        "Log.Level: '{a=b}' is unknown; allowed: debug, info, error, severe");
    }

    @Test
    void a_number_where_a_connection_string_belongs_is_one_fault() {
        assertThat(faults(Map.of("DataSource", 5), Map.of()))
                .containsExactly(
                        "DataSource: the value (hidden) is no text; allowed: text; put a number or true and false in quotes");
    }

    @Test
    void unknown_keys_of_the_file_are_named_without_their_values() {
        assertThat(faults(Map.of("Pasword", "hunter2", "Batch", Map.of("MaxRecord", 1)), Map.of()))
                .containsExactlyInAnyOrder(
                        "Pasword: unknown key; did you mean Password?",
                        "Batch.MaxRecord: unknown key; did you mean Batch.MaxRecords?");
    }

    @Test
    void a_key_in_two_spellings_is_refused() {
        assertThat(faults(Map.of("consumers", 1, "Consumers", 2), Map.of()))
                .containsExactly("Consumers: stands twice in the file; case does not tell keys apart");
    }

    @Test
    void all_faults_come_at_once() {
        InvalidConfigException thrown = catchThrowableOfType(
                InvalidConfigException.class,
                () -> ConfigLoader.load(Map.of("Consumers", 0, "X", 1), Map.of(), Map.of()));

        assertThat(thrown.getMessage().lines())
                .hasSize(6)
                .isEqualTo(thrown.faults())
                .allMatch(line -> line.contains(": "));
    }

    static Map<String, Object> usable() {
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("Brokers", List.of("127.0.0.1:9092"));
        file.put("Group", "g");
        file.put("Topic", "click-events");
        file.put("DataSource", "postgres://me:hunter2@db/shortener");
        return file;
    }

    private static List<String> faults(Map<String, Object> file, Map<String, String> overrides) {
        Map<String, Object> all = usable();
        all.putAll(file);
        InvalidConfigException thrown =
                catchThrowableOfType(InvalidConfigException.class, () -> ConfigLoader.load(all, Map.of(), overrides));
        assertThat(thrown).as("a fault is expected").isNotNull();
        return thrown.faults();
    }
}
