package dev.shortener.analytics.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shortener.analytics.config.AppConfig;
import dev.shortener.analytics.config.ConfigLoader;
import dev.shortener.analytics.config.DatabaseConfig;
import dev.shortener.analytics.config.DeadLetterConfig;
import dev.shortener.analytics.config.KafkaConfig;
import dev.shortener.analytics.config.Secret;
import dev.shortener.analytics.kafka.ClientProperties;
import io.vertx.core.Vertx;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Everything that can be reached from the service, asked what it is called: nothing but a secret itself knows a secret. */
class SecretGraphTest {

    private static final String MARK = "mark4711";
    private static final String KEY =
            Base64.getEncoder().encodeToString((MARK + "0123456789012345678901-x").getBytes(StandardCharsets.UTF_8));

    /** As a broker's client takes it. */
    private static final String JAAS =
            "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"me\" password=\"" + MARK
                    + "\";";

    private static final Map<String, Object> FILE = Map.ofEntries(
            Map.entry("Brokers", List.of("localhost:9093")),
            Map.entry("Group", "g"),
            Map.entry("Topic", "t"),
            Map.entry("Username", "me"),
            Map.entry("Password", MARK),
            Map.entry("DataSource", "postgres://u:" + MARK + "@localhost/d?application_name=shown"),
            Map.entry("DeadLetter", Map.of("Privacy", "encrypt", "Key", KEY)),
            Map.entry("Telemetry", Map.of("OtlpHeaders", Map.of("key", MARK))),
            Map.entry("Profiling", Map.of("AuthPassword", MARK)),
            Map.entry(
                    "Kafka",
                    Map.of("security.protocol", "SASL_PLAINTEXT", "sasl.jaas.config", JAAS, "any.thing", MARK)));

    /** With what no client could be made of. */
    private static final Map<String, Object> MORE = Map.of(
            "Kafka",
            Map.of(
                    "security.protocol", "SASL_SSL",
                    "sasl.jaas.config", MARK,
                    "ssl.key.password", MARK,
                    "ssl.keystore.key", MARK,
                    "ssl.truststore.password", MARK));

    private final Vertx vertx = Vertx.vertx();
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void nothing_that_the_service_holds_shows_a_secret() throws IllegalAccessException {
        Map<String, Object> unusable = new HashMap<>(FILE);
        unusable.putAll(MORE);
        walk(ConfigLoader.load(unusable, Map.of(), Map.of()));
        Pipeline pipeline = new Pipeline(ConfigLoader.load(FILE, Map.of(), Map.of()), vertx);
        walk(pipeline);
        pipeline.stop().await();

        assertThat(seen).hasSizeGreaterThan(100);
        assertThat(seen)
                .anyMatch(KafkaConfig.class::isInstance)
                .anyMatch(DatabaseConfig.class::isInstance)
                .anyMatch(DeadLetterConfig.class::isInstance)
                .anyMatch(ClientProperties.class::isInstance);
        assertThat(texts()).noneMatch(SecretGraphTest::isSecret);
    }

    /** The control: what a secret is taken out for is found, be it in a map of a record of a list. */
    @Test
    void a_secret_that_somebody_took_out_is_found() throws IllegalAccessException {
        AppConfig config = ConfigLoader.load(FILE, Map.of(), Map.of());
        walk(List.of(new TakenOut(Map.of("password", config.kafka().password().reveal()))));

        assertThat(texts()).anyMatch(SecretGraphTest::isSecret);
    }

    private record TakenOut(Map<String, String> properties) {}

    private static boolean isSecret(String text) {
        return text.contains(MARK) || text.contains(KEY);
    }

    private List<String> texts() {
        return seen.stream().map(String::valueOf).toList();
    }

    private void walk(Object root) throws IllegalAccessException {
        Deque<Object> open = new ArrayDeque<>(List.of(root));
        while (!open.isEmpty()) {
            Object next = open.pop();
            if (seen.add(next) && !(next instanceof Secret)) {
                for (Object part : parts(next)) {
                    if (part != null) {
                        open.push(part);
                    }
                }
            }
        }
    }

    /** What it consists of; of classes that are not ours, only what a collection holds. */
    private static List<Object> parts(Object whole) throws IllegalAccessException {
        List<Object> parts = new ArrayList<>();
        if (whole instanceof Map<?, ?> map) {
            parts.addAll(map.keySet());
            parts.addAll(map.values());
        } else if (whole instanceof Iterable<?> items && !(whole instanceof Path)) {
            items.forEach(parts::add);
        } else if (whole instanceof Object[] array) {
            parts.addAll(Arrays.asList(array));
        } else if (whole.getClass().getName().startsWith("dev.shortener.")) {
            for (Class<?> type = whole.getClass(); type != Object.class; type = type.getSuperclass()) {
                addFields(whole, type, parts);
            }
        }
        return parts;
    }

    private static void addFields(Object whole, Class<?> type, List<Object> parts) throws IllegalAccessException {
        if (!type.getName().startsWith("dev.shortener.") || type.isEnum()) {
            return;
        }
        for (Field field : type.getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers()) && field.trySetAccessible()) {
                parts.add(field.get(whole));
            }
        }
    }
}
