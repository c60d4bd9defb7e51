package dev.shortener.analytics.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.read.ListAppender;
import dev.shortener.analytics.config.AppConfig;
import dev.shortener.analytics.config.ConfigLoader;
import dev.shortener.analytics.config.InvalidConfigException;
import dev.shortener.analytics.enrich.ClickDecoder;
import dev.shortener.analytics.enrich.ClickEnricher;
import dev.shortener.analytics.enrich.CountryLookup;
import dev.shortener.analytics.enrich.Decoded;
import dev.shortener.analytics.event.RawRecord;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** With every logger at its most talkative: no line, and no text of a record, holds an address, a user agent, a referer or a secret. */
class LogPrivacyTest {

    private static final String IP = "203.0.113.77";
    private static final String AGENT = "PrivateBrowser/7.7 (secret-device-name)";
    private static final String REFERER = "https://mail.example.org/inbox?private-query=4711";
    private static final String[] PRIVATE = {IP, "PrivateBrowser", "secret-device", "inbox", "private-query", "4711"};
    private static final String SECRET = "hunter2-very-secret";

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Level level = root.getLevel();
    private final List<Appender<ILoggingEvent>> usual = new ArrayList<>();
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final List<String> texts = new ArrayList<>();

    @BeforeEach
    void listen() {
        lines.start();
        root.iteratorForAppenders().forEachRemaining(usual::add);
        usual.forEach(root::detachAppender);
        root.addAppender(lines);
        root.setLevel(Level.TRACE);
    }

    @AfterEach
    void restore() {
        root.setLevel(level);
        root.detachAppender(lines);
        usual.forEach(root::addAppender);
    }

    @Test
    void no_click_shows_who_clicked() throws IOException {
        ClickDecoder decoder = new ClickDecoder(InstantSource.system());
        ClickEnricher enricher =
                ClickEnricher.load(CountryLookup.configured(Path.of("data/country.mmdb")), List.of("sho.rt"));

        for (String value : values()) {
            RawRecord record = new RawRecord(17, value.getBytes(StandardCharsets.UTF_8), null, null);
            texts.add(record.toString());
            Decoded decoded = decoder.decode(record);
            texts.add(decoded.toString());
            if (decoded instanceof Decoded.Click click) {
                texts.add(click.event().toString());
                enricher.enrich(click.event());
            }
        }

        assertThat(texts).hasSizeGreaterThan(20);
        assertThat(everythingSaid()).noneMatch(text -> containsAny(text, PRIVATE));
    }

    @Test
    void no_fault_of_the_configuration_shows_a_secret(@TempDir Path folder) throws IOException {
        Path secretFile = Files.writeString(folder.resolve("password"), SECRET);
        List<Map<String, Object>> files = List.of(
                file(Map.of("Password", SECRET)),
                file(Map.of("Username", "me", "Password", "${file:" + secretFile + "}")),
                file(Map.of("Username", "me", "Password", List.of(SECRET), "Consumers", "x")),
                file(Map.of("DataSource", "postgres://u:" + SECRET + "@:x/d")),
                file(Map.of("DataSource", SECRET)),
                file(Map.of("Kafka", Map.of("security.protocol", "x", "sasl.jaas.config", SECRET))),
                file(Map.of("Kafka", Map.of("acks", "0", "ssl.keystore.key", SECRET))));

        for (Map<String, Object> file : files) {
            assertThatThrownBy(() -> ConfigLoader.load(file, Map.of(), Map.of()))
                    .isInstanceOfSatisfying(InvalidConfigException.class, invalid -> {
                        texts.add(invalid.toString());
                        texts.addAll(invalid.faults());
                    });
        }

        assertThat(everythingSaid()).isNotEmpty().noneMatch(text -> text.contains(SECRET));
    }

    @Test
    void a_service_that_cannot_connect_shows_no_secret() throws IOException {
        String nowhere = "127.0.0.1:" + freePort();
        AppConfig config = ConfigLoader.load(
                file(Map.of(
                        "Brokers",
                        nowhere,
                        "Username",
                        "me",
                        "Password",
                        SECRET,
                        "Kafka",
                        Map.of("security.protocol", "SASL_PLAINTEXT"),
                        "Http",
                        Map.of("Enabled", false),
                        "Grpc",
                        Map.of("Enabled", false),
                        "DevServer",
                        Map.of("Enabled", false),
                        "DataSource",
                        "postgres://u:" + SECRET + "@" + nowhere + "/d?sslmode=disable")),
                Map.of(),
                Map.of());
        texts.add(config.toString());
        Pipeline pipeline = new Pipeline(config, Vertx.vertx());
        pipeline.start();
        Awaitility.await().atMost(30, TimeUnit.SECONDS).until(() -> says("waiting for the database"));
        pipeline.stop().await();

        assertThat(everythingSaid()).noneMatch(text -> text.contains(SECRET));
    }

    /** The control: what is said is heard. */
    @Test
    void a_line_that_shows_an_address_is_noticed() {
        LoggerFactory.getLogger("some.Logger").trace("from {}", IP, new IllegalStateException(AGENT));

        assertThat(everythingSaid()).anyMatch(text -> text.contains(IP) && text.contains("PrivateBrowser"));
    }

    private static List<String> values() {
        List<String> values = new ArrayList<>();
        String click = "{\"short_code\":\"abc12345\",\"timestamp\":1731000000,\"ip\":\"" + IP + "\",\"user_agent\":\""
                + AGENT + "\",\"referer\":\"" + REFERER + "\"}";
        values.add(click);
        for (int length = 1; length < click.length(); length += 9) {
            values.add(click.substring(0, length));
        }
        values.add(click + click);
        values.add("[" + click + "]");
        values.add(click.replace("abc12345", "no code!"));
        values.add(click.replace("1731000000", "-1"));
        values.add(click.replace("1731000000", "1e400"));
        values.add(click.replace("\"" + IP + "\"", "[\"" + IP + "\"]"));
        values.add(click.replace("\"" + AGENT + "\"", "{\"a\":\"" + AGENT + "\"}"));
        values.add(click.replace(AGENT, AGENT + "\\ud83d"));
        values.add(click.replace(REFERER, REFERER + "x".repeat(3_000)));
        values.add(click.replace(REFERER, "http://[" + REFERER));
        values.add(click.replace(IP, IP + ".1, " + IP));
        return values;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Map<String, Object> file(Map<String, Object> more) {
        Map<String, Object> file = new HashMap<>(Map.of(
                "Brokers", "localhost:9092", "Group", "g", "Topic", "t", "DataSource", "postgres://u@localhost/d"));
        file.putAll(more);
        return file;
    }

    private boolean says(String words) {
        return everythingSaid().stream().anyMatch(text -> text.contains(words));
    }

    private List<String> everythingSaid() {
        List<String> said = new ArrayList<>(texts);
        for (ILoggingEvent event : heard()) {
            IThrowableProxy thrown = event.getThrowableProxy();
            said.add(event.getFormattedMessage() + (thrown == null ? "" : ThrowableProxyUtil.asString(thrown)));
        }
        return said;
    }

    private List<ILoggingEvent> heard() {
        synchronized (lines) { // which is what appending locks
            return List.copyOf(lines.list);
        }
    }

    private static boolean containsAny(String text, String... words) {
        return List.of(words).stream().anyMatch(text::contains);
    }
}
