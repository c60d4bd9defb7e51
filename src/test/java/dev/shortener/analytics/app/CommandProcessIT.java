package dev.shortener.analytics.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shortener.analytics.enrich.CountryFile;
import dev.shortener.analytics.support.Lab;
import dev.shortener.analytics.support.Servers;
import dev.shortener.analytics.support.ServiceFile;
import dev.shortener.analytics.support.ServiceProcess;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each command as a process: what it prints where, and with which status it ends. */
class CommandProcessIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    /** Of a broker that is not there, an answer is not waited for as long as of one that is busy. */
    private static final String IMPATIENT = "Kafka: {request.timeout.ms: 2000, default.api.timeout.ms: 3000}";

    @TempDir
    private Path folder;

    private final List<ServiceProcess> started = new ArrayList<>();

    @AfterEach
    void close() {
        started.forEach(ServiceProcess::close);
    }

    // ---- the command line

    @Test
    void help_and_version_are_results_and_a_mistake_on_the_command_line_is_status_2() {
        ServiceProcess version = start("--version");
        ServiceProcess help = start("--help");
        ServiceProcess unknown = start("--no-such-option");
        ServiceProcess contradiction = start("publish");
        ServiceProcess negative = start("migrate", "--down-to", "-1");

        assertThat(version.awaitExit(SOON)).isZero();
        assertThat(version.output()).first().asString().contains(Version.current());
        assertThat(help.awaitExit(SOON)).isZero();
        assertThat(help.output())
                .anyMatch(line -> line.contains("Usage: analytics-consumer"))
                .anyMatch(line -> line.strip().startsWith("migrate "));
        assertThat(unknown.awaitExit(SOON)).isEqualTo(2);
        assertThat(unknown.errors()).first().asString().contains("--no-such-option");
        assertThat(contradiction.awaitExit(SOON)).isEqualTo(2);
        assertThat(contradiction.errors()).first().asString().contains("--input", "--generate");
        assertThat(negative.awaitExit(SOON)).isEqualTo(2);
        assertThat(negative.errors()).first().asString().contains("--down-to", "-1");
        assertThat(List.of(unknown, contradiction, negative))
                .allSatisfy(mistaken -> assertThat(mistaken.output()).isEmpty())
                .allSatisfy(CommandProcessIT::noStackTrace);
    }

    @Test
    void every_fault_of_the_configuration_is_one_line_with_key_value_and_what_is_allowed() throws IOException {
        Path file = folder.resolve("faulty.yaml");
        Files.writeString(
                file,
                """
                Brokers: ['127.0.0.1:9092']
                Group: g
                Topic: t
                Offset: middle
                Consumers: 0
                Colour: red
                DataSource: postgres://me:secret@localhost/db?sslmode=maybe
                """);
        ServiceProcess faulty = start("-conf", file.toString());
        ServiceProcess absent =
                start("check", "-conf", folder.resolve("none.yaml").toString());

        assertThat(faulty.awaitExit(SOON)).isEqualTo(2);
        assertThat(faulty.errors())
                .hasSize(4)
                .allMatch(line -> line.startsWith("configuration: "))
                .anyMatch(line -> line.contains("Offset: 'middle'") && line.contains("allowed: first, last"))
                .anyMatch(line -> line.contains("Consumers: '0'") && line.contains("allowed: 1 to 1,024"))
                .anyMatch(line -> line.contains("Colour: unknown key"))
                .anyMatch(line -> line.contains("sslmode") && line.contains("allowed: "))
                .noneMatch(line -> line.contains("secret"));
        assertThat(faulty.output()).isEmpty();
        assertThat(absent.awaitExit(SOON)).isEqualTo(2);
        assertThat(absent.errors()).singleElement().asString().contains("none.yaml", "there is no such file");
    }

    // ---- check

    @Test
    void check_says_which_part_is_broken_and_only_that_part()
            throws IOException, InterruptedException, ExecutionException {
        try (Lab lab = new Lab().withTopic()) {
            Path text = Files.writeString(folder.resolve("text.mmdb"), "no country database");
            String nowhere = "127.0.0.1:" + Servers.unusedPort();
            String noDatabase = "postgres://nobody:x@" + nowhere + "/none?sslmode=disable";
            Path young = CountryFile.shipped().builtAt(Instant.now()).writeTo(folder.resolve("young.mmdb"));
            ServiceProcess sound = check(ServiceFile.of(lab, folder, "GeoIPDbPath: " + young));
            ServiceProcess broker = check(ServiceFile.of(nowhere, lab.database(), folder, IMPATIENT));
            ServiceProcess database = check(ServiceFile.of(brokers(), noDatabase, folder, ""));
            ServiceProcess role = check(ServiceFile.of(
                    brokers(), lab.database().replace("postgres:postgres", "postgres:wrong"), folder, ""));
            ServiceProcess schema = check(ServiceFile.of(brokers(), Servers.newDatabase(), folder, ""));
            ServiceProcess countries = check(ServiceFile.of(lab, folder, "GeoIPDbPath: " + text));
            ServiceProcess noCountries = check(ServiceFile.of(lab, folder, "GeoIPDbPath: /no/such.mmdb"));

            assertThat(sound.awaitExit(SOON)).as(sound::toString).isZero();
            assertThat(sound.output())
                    .filteredOn(line -> line.startsWith("ok "))
                    .hasSizeBetween(7, 8); // port 6060 may be taken
            assertThat(sound.output())
                    .anyMatch(line -> line.matches("(ok|warn) +metrics +127.0.0.1:6060.*"))
                    .anyMatch(line -> line.matches("ok +broker .*cluster .*"))
                    .anyMatch(line -> line.matches("ok +topic +" + lab.topic() + ", 4 partitions"))
                    .anyMatch(line -> line.matches("note +dead letters .*created at the first start"))
                    .anyMatch(line -> line.matches("ok +database .*PostgreSQL .*"))
                    .anyMatch(line -> line.matches("ok +schema +version 12"))
                    .anyMatch(line -> line.matches("ok +countries .*built .*"))
                    .anyMatch(line -> line.matches("ok +lists +agents.tsv=.*"));
            assertThat(sound.errors()).isEmpty();
            assertThat(faultsOf(broker)).singleElement().asString().contains("broker", nowhere, "is Brokers right?");
            assertThat(faultsOf(database))
                    .singleElement()
                    .asString()
                    .contains("database", nowhere, "is DataSource right?");
            assertThat(faultsOf(role)).singleElement().asString().contains("database", "password");
            assertThat(faultsOf(schema))
                    .singleElement()
                    .asString()
                    .contains("schema", "clicks", "run the command migrate");
            assertThat(faultsOf(countries)).singleElement().asString().contains("countries", text.toString());
            assertThat(noCountries.awaitExit(SOON)).isZero();
            assertThat(noCountries.output())
                    .anyMatch(line -> line.matches("warn +countries +/no/such.mmdb is missing.*"));
            assertThat(lab.admin().listGroups().all().get())
                    .as("nothing was consumed")
                    .noneMatch(group -> group.groupId().equals(lab.group()));
        }
    }

    // ---- migrate

    @Test
    void migrate_fills_an_empty_database_once_and_takes_back_what_it_is_told() {
        String database = Servers.newDatabase();
        String file = ServiceFile.of(brokers(), database, folder, "");

        ServiceProcess first = run("migrate", "-conf", file);
        assertThat(first.status()).as(first::toString).isZero();
        assertThat(first.output())
                .hasSize(13)
                .contains("ran 000005_add_rules_version.up.sql", "the schema went from version 0 to 12");
        assertThat(first.errors()).as("nothing to worry about").isEmpty();

        ServiceProcess second = run("migrate", "-conf", file);
        assertThat(second.status()).isZero();
        assertThat(second.output()).containsExactly("nothing to do, the schema is at version 12");

        ServiceProcess down = run("migrate", "-conf", file, "--down-to", "2");
        assertThat(down.status()).isZero();
        assertThat(down.output())
                .containsExactly(
                        "ran 000012_compress_changes_faster.down.sql",
                        "ran 000011_count_by_link.down.sql",
                        "ran 000010_order_counts.down.sql",
                        "ran 000009_create_visitors.down.sql",
                        "ran 000008_count_clicks.down.sql",
                        "ran 000007_create_counts.down.sql",
                        "ran 000006_create_ledger.down.sql",
                        "ran 000005_add_rules_version.down.sql",
                        "ran 000004_add_channel_and_client.down.sql",
                        "ran 000003_add_enrichment.down.sql",
                        "the schema went from version 12 to 2");
        assertThat(columnsOfClicks(database)).isEqualTo(3);
    }

    @Test
    void migrate_extends_what_the_shortener_made_by_hand() {
        String database = Servers.newDatabase();
        execute(
                database,
                """
                CREATE TABLE urls (id uuid PRIMARY KEY, short_code varchar(8) NOT NULL UNIQUE, original_url text NOT NULL,
                    click_count bigint NOT NULL DEFAULT 0, created_at timestamptz NOT NULL DEFAULT now());
                CREATE TABLE clicks (id uuid PRIMARY KEY, short_code varchar(8) NOT NULL,
                    clicked_at timestamptz NOT NULL DEFAULT now());
                INSERT INTO clicks SELECT gen_random_uuid(), 'old' FROM generate_series(1, 10);
                """);
        ServiceProcess migrated = run("migrate", "-conf", ServiceFile.of(brokers(), database, folder, ""));
        assertThat(migrated.status()).as(migrated::toString).isZero();
        assertThat(migrated.output()).endsWith("the schema went from version 0 to 12");
        assertThat(columnsOfClicks(database)).isEqualTo(12);
        assertThat(number(database, "SELECT count(*) FROM clicks WHERE short_code = 'old'"))
                .isEqualTo(10);
    }

    @Test
    void without_a_database_migrate_says_so_in_one_line() throws IOException {
        String nowhere = "127.0.0.1:" + Servers.unusedPort();
        ServiceProcess failed = run(
                "migrate",
                "-conf",
                ServiceFile.of(nowhere, "postgres://nobody@" + nowhere + "/none?sslmode=disable", folder, ""));
        assertThat(failed.status()).isEqualTo(1);
        assertThat(failed.errors())
                .singleElement()
                .asString()
                .startsWith("error: cannot ")
                .contains(nowhere);
    }

    // ---- publish

    @Test
    void publish_sends_lines_as_they_are_from_a_plain_file_a_gzip_file_and_standard_input() throws IOException {
        try (Lab lab = new Lab().withTopic()) {
            String file = ServiceFile.of(lab, folder, "");
            List<String> lines = new ArrayList<>(Lab.events(0, 50));
            lines.add("no event at all");
            String text = String.join("\n", lines) + "\n";
            Path plain = Files.writeString(folder.resolve("clicks.ndjson"), text);
            Path gzip = gzip(folder.resolve("clicks.ndjson.gz"), text);
            ServiceProcess ofPlain = start("publish", "-conf", file, "--input", plain.toString());
            ServiceProcess ofGzip = start("publish", "-conf", file, "--input", gzip.toString());
            ServiceProcess ofInput =
                    start("publish", "-conf", file, "--input", "-").input(text);

            for (ServiceProcess publisher : List.of(ofPlain, ofGzip, ofInput)) {
                assertThat(publisher.awaitExit(SOON)).as(publisher::toString).isZero();
                assertThat(publisher.output()).containsExactly("{\"topic\":\"" + lab.topic() + "\",\"published\":51}");
                assertThat(publisher.errors()).isEmpty();
            }
            assertThat(lab.endOffsets()).isEqualTo(3 * 51);
        }
    }

    @Test
    void publish_invents_as_many_clicks_as_it_is_told_and_no_faster() {
        try (Lab lab = new Lab().withTopic()) {
            String file = ServiceFile.of(lab, folder, "");
            long started = System.nanoTime();
            ServiceProcess publisher = run("publish", "-conf", file, "--generate", "31", "--rate", "20");
            Duration took = Duration.ofNanos(System.nanoTime() - started);
            assertThat(publisher.status()).as(publisher::toString).isZero();
            assertThat(publisher.output()).singleElement().asString().contains("\"published\":31");
            assertThat(took).isGreaterThan(Duration.ofMillis(1_500));
            assertThat(lab.endOffsets()).isEqualTo(31);
        }
    }

    @Test
    void publish_says_what_it_cannot_read() throws IOException {
        try (Lab lab = new Lab().withTopic()) {
            Path gzip = gzip(folder.resolve("whole.gz"), String.join("\n", Lab.events(0, 1_000)));
            byte[] bytes = Files.readAllBytes(gzip);
            Path half = Files.write(folder.resolve("half.gz"), Arrays.copyOf(bytes, bytes.length / 2));
            ServiceProcess cut = run("publish", "-conf", ServiceFile.of(lab, folder, ""), "--input", half.toString());
            assertThat(cut.status()).isEqualTo(1);
            assertThat(cut.errors())
                    .singleElement()
                    .asString()
                    .startsWith("error: --input " + half + ": cannot be read beyond line ");
        }
        ServiceProcess failed = run(
                "publish",
                "-conf",
                ServiceFile.of("127.0.0.1:1", "postgres://a@b/c?sslmode=disable", folder, ""),
                "--input",
                "/no/such.ndjson");
        assertThat(failed.status()).isEqualTo(1);
        assertThat(failed.errors()).containsExactly("error: --input /no/such.ndjson: there is no such readable file");
    }

    // ---- enrich

    @Test
    void enrich_answers_every_line_with_one_line_in_order() {
        String browser = "{\"short_code\":\"abc\",\"timestamp\":1731000000,\"ip\":\"8.8.8.8\",\"user_agent\":"
                + "\"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0"
                + " Safari/537.36\",\"referer\":\"https://www.google.com/search?q=x\"}";
        ServiceProcess enriched = start("enrich", "--geoip", "data/country.mmdb")
                .input(browser + "\n{\"short_code\":\"abc\"}\nnonsense\n" + Lab.event("last", 1_731_000_001));
        assertThat(enriched.status()).as(enriched::toString).isZero();
        assertThat(enriched.output()).hasSize(4);
        assertThat(new JsonObject(enriched.output().get(0)).getMap())
                .containsEntry("short_code", "abc")
                .containsEntry("clicked_at", "2024-11-07T17:20:00Z")
                .containsEntry("country_code", "US")
                .containsEntry("device_type", "Desktop")
                .containsEntry("traffic_source", "google")
                .containsEntry("traffic_channel", "Search")
                .containsEntry("browser", "Chrome")
                .doesNotContainKey("ip");
        assertThat(rejection(enriched.output().get(1)))
                .containsEntry("reason", "missing_field")
                .containsEntry("field", "timestamp");
        assertThat(rejection(enriched.output().get(2))).containsEntry("reason", "malformed_json");
        assertThat(new JsonObject(enriched.output().get(3)).getString("short_code"))
                .isEqualTo("last");
    }

    @Test
    void explain_takes_an_event_from_a_pipe() {
        ServiceProcess explained = start("explain", "--json").input(Lab.event("piped", 1_731_000_001) + "\n");
        assertThat(explained.status()).as(explained::toString).isZero();
        assertThat(new JsonObject(String.join("\n", explained.output())).encode())
                .contains("piped");
    }

    @Test
    void enrich_says_which_country_database_is_not_there() {
        ServiceProcess failed = run("enrich", "--geoip", "/no/such.mmdb");
        assertThat(failed.status()).isEqualTo(1);
        assertThat(failed.errors()).containsExactly("error: --geoip /no/such.mmdb: there is no such readable file");
        assertThat(failed.output()).isEmpty();
    }

    private ServiceProcess start(String... arguments) {
        ServiceProcess command = ServiceProcess.start(Main.class, arguments);
        started.add(command);
        return command;
    }

    private static ServiceProcess run(String... arguments) {
        return ServiceProcess.run(Main.class, arguments);
    }

    private ServiceProcess check(String file) {
        return start("check", "-conf", file);
    }

    private static List<String> faultsOf(ServiceProcess check) {
        assertThat(check.awaitExit(SOON)).as(check::toString).isEqualTo(1);
        noStackTrace(check);
        return check.output().stream().filter(line -> line.startsWith("FAIL")).toList();
    }

    private static void noStackTrace(ServiceProcess command) {
        assertThat(command.errors()).noneMatch(line -> line.startsWith("\tat ") || line.contains("Exception"));
    }

    private static Map<String, Object> rejection(String line) {
        return new JsonObject(line).getJsonObject("rejected").getMap();
    }

    private static String brokers() {
        return Servers.kafka().bootstrapServers();
    }

    private static Path gzip(Path file, String text) throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }

    private static long columnsOfClicks(String database) {
        return number(database, "SELECT count(*) FROM information_schema.columns WHERE table_name = 'clicks'");
    }

    private static void execute(String database, String sql) {
        try (Connection connection = DriverManager.getConnection(Servers.jdbc(database));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static long number(String database, String query) {
        try (Connection connection = DriverManager.getConnection(Servers.jdbc(database));
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getLong(1);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
