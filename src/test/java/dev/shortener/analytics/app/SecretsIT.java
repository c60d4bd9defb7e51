package dev.shortener.analytics.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shortener.analytics.support.SecuredKafka;
import dev.shortener.analytics.support.Servers;
import dev.shortener.analytics.support.ServiceFile;
import dev.shortener.analytics.support.ServiceProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that ask for passwords, a key for dead letters, the most talkative log: no secret is said to anybody. */
class SecretsIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String DATABASE_PASSWORD = "dbmark4711";
    private static final String WRONG = "wrongmark4711";
    private static final String KEY =
            Base64.getEncoder().encodeToString("keymark-0123456789-0123456789-ab".getBytes(StandardCharsets.UTF_8));

    /** Also as they are written within other texts: each of them contains one of these. */
    private static final List<String> SECRETS =
            List.of(DATABASE_PASSWORD, WRONG, KEY, "keymark", "it's \"secret", "it's \\\"secret", "enough\"");

    @TempDir
    private static Path folder;

    private static SecuredKafka broker;
    private static String database;

    private final List<String> said = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        broker = SecuredKafka.start();
        String owner = Servers.newDatabase();
        try (Connection connection = DriverManager.getConnection(Servers.jdbc(owner));
                var statement = connection.createStatement()) {
            statement.execute("CREATE ROLE secretive SUPERUSER LOGIN PASSWORD '" + DATABASE_PASSWORD + "'");
        }
        database = Servers.as(owner, "secretive", DATABASE_PASSWORD);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void neither_logs_nor_metrics_nor_checks_nor_errors_say_a_secret() throws Exception {
        Path password = Files.writeString(folder.resolve("password"), SecuredKafka.PASSWORD);
        String file = file("${file:" + password + "}", database);
        String turnedAway = file(WRONG, database.replace(DATABASE_PASSWORD, WRONG));

        heard(ServiceProcess.run(Main.class, "migrate", "-conf", file), 0);
        try (ServiceProcess service = ServiceProcess.start(Main.class, "-conf", file);
                ServiceProcess check = ServiceProcess.start(Main.class, "check", "-conf", file);
                ServiceProcess refusedCheck = ServiceProcess.start(Main.class, "check", "-conf", turnedAway);
                ServiceProcess refusedAudit = ServiceProcess.start(Main.class, "audit", "-conf", turnedAway)) {
            String url = service.awaitError("url=(http://[^/]+)").group(1);
            service.awaitError("running topic=");
            heard(
                    ServiceProcess.start(Main.class, "publish", "-conf", file, "--input", "-")
                            .input("{\"short_code\":\"abc\",\"timestamp\":1760000000}\nno click\n"),
                    0);
            await().atMost(SOON).until(() -> get(url + "/metrics").contains("rejected"));
            for (String path : List.of("/metrics", "/healthz", "/readyz", "/livez")) {
                said.add(get(url + path));
            }
            heard(check, 0);
            heard(refusedCheck, 1);
            heard(refusedAudit, 1);
            heard(service.terminate(), 0);
        }

        assertThat(said).hasSizeGreaterThan(40).allSatisfy(text -> assertThat(text)
                .doesNotContain(SECRETS));
        // The control: what the configuration says and is no secret is found among it, also that both passwords were
        // turned away.
        assertThat(said)
                .anyMatch(text -> text.contains("DEBUG"))
                .anyMatch(text -> text.contains("secretive"))
                .anyMatch(text -> text.contains("password authentication failed"))
                .anyMatch(text -> text.contains("Authentication failed"));
    }

    private void heard(ServiceProcess process, int status) {
        assertThat(process.awaitExit(SOON)).as(process::toString).isEqualTo(status);
        Stream.concat(process.output().stream(), process.errors().stream()).forEach(said::add);
    }

    private static String get(String url) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static String file(String password, String dataSource) {
        return ServiceFile.of(
                broker.broker("localhost", "SASL_SSL"),
                dataSource,
                folder,
                """
                Log: {Level: debug}
                CaFile: %s
                Username: %s
                Password: %s
                Kafka: {sasl.mechanism: SCRAM-SHA-512}
                DeadLetter: {Privacy: encrypt, Key: '%s'}
                DevServer: {Port: 0}
                """
                        .formatted(broker.certificates().authority(), SecuredKafka.USER, password, KEY));
    }
}
