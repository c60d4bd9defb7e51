package dev.shortener.analytics.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shortener.analytics.config.DatabaseConfig;
import dev.shortener.analytics.support.Servers;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MigrationsIT {

    private static final List<String> FILES = List.of(
            "000001_create_urls.up.sql",
            "000002_create_clicks.up.sql",
            "000003_add_enrichment.up.sql",
            "000004_add_channel_and_client.up.sql",
            "000005_add_rules_version.up.sql",
            "000006_create_ledger.up.sql",
            "000007_create_counts.up.sql",
            "000008_count_clicks.up.sql",
            "000009_create_visitors.up.sql",
            "000010_order_counts.up.sql",
            "000011_count_by_link.up.sql",
            "000012_compress_changes_faster.up.sql");

    private static final int LATEST =
            Integer.parseInt(FILES.get(FILES.size() - 1).substring(0, 6));

    private static final String MADE_BY_THE_SHORTENER =
            """
            CREATE TABLE urls (id uuid PRIMARY KEY, short_code varchar(8) NOT NULL UNIQUE, original_url text NOT NULL,
                click_count bigint NOT NULL DEFAULT 0, created_at timestamptz NOT NULL DEFAULT now());
            CREATE TABLE clicks (id uuid PRIMARY KEY, short_code varchar(8) NOT NULL,
                clicked_at timestamptz NOT NULL DEFAULT now());
            INSERT INTO clicks SELECT gen_random_uuid(), 'old' FROM generate_series(1, 10);
            """;

    private static final String ENRICHED_BY_THE_SHORTENER =
            """
            ALTER TABLE clicks ADD COLUMN country_code varchar(2) NOT NULL DEFAULT '',
                ADD COLUMN device_type varchar(20) NOT NULL DEFAULT '', ADD COLUMN traffic_source varchar(255) NOT NULL DEFAULT '';
            """;

    private static final List<List<String>> COLUMNS_OF_CLICKS = List.of(
            column("id", "uuid", null, "NO", null),
            column("short_code", "character varying", "8", "NO", null),
            column("clicked_at", "timestamp with time zone", null, "NO", "now()"),
            column("country_code", "character varying", "2", "NO", "''::character varying"),
            column("device_type", "character varying", "20", "NO", "''::character varying"),
            column("traffic_source", "character varying", "255", "NO", "''::character varying"),
            column("traffic_channel", "character varying", "20", "NO", "''::character varying"),
            column("browser", "character varying", "64", "NO", "''::character varying"),
            column("os", "character varying", "64", "NO", "''::character varying"),
            column("region", "character varying", "128", "YES", null),
            column("city", "character varying", "128", "YES", null),
            column("rules_version", "smallint", null, "YES", null));

    private static final List<List<String>> COLUMNS_OF_URLS = List.of(
            column("id", "uuid", null, "NO", null),
            column("short_code", "character varying", "8", "NO", null),
            column("original_url", "text", null, "NO", null),
            column("click_count", "bigint", null, "NO", "0"),
            column("created_at", "timestamp with time zone", null, "NO", "now()"));

    private final DatabaseConfig database = TestPostgres.shared().emptyDatabase();

    @Test
    void an_empty_database_gets_exactly_these_columns() {
        MigrationReport report = new Migrations(database).migrate();

        assertThat(report).isEqualTo(new MigrationReport(0, LATEST, FILES));
        assertThat(columnsOf("clicks")).isEqualTo(COLUMNS_OF_CLICKS);
        assertThat(columnsOf("urls")).isEqualTo(COLUMNS_OF_URLS);
        assertThat(indexes())
                .containsExactlyInAnyOrder("clicks_pkey", "idx_clicks_short_code", "urls_pkey", "urls_short_code_key");
    }

    @Test
    void migrating_again_finds_nothing_to_do() {
        new Migrations(database).migrate();

        assertThat(new Migrations(database).migrate()).isEqualTo(new MigrationReport(LATEST, LATEST, List.of()));
    }

    @Test
    void tables_that_the_shortener_made_are_accepted_with_their_rows() {
        TestPostgres.execute(database, MADE_BY_THE_SHORTENER);

        MigrationReport report = new Migrations(database).migrate();

        assertThat(report.scripts()).isEqualTo(FILES);
        assertThat(columnsOf("clicks")).isEqualTo(COLUMNS_OF_CLICKS);
        assertThat(columnsOf("urls")).isEqualTo(COLUMNS_OF_URLS);
        assertThat(indexes()).contains("idx_clicks_short_code");
        assertThat(TestPostgres.number(
                        database, "SELECT count(*) FROM clicks WHERE country_code = '' AND city IS NULL"))
                .isEqualTo(10);
    }

    @Test
    void tables_that_the_shortener_enriched_already_are_accepted() {
        TestPostgres.execute(database, MADE_BY_THE_SHORTENER + ENRICHED_BY_THE_SHORTENER);

        new Migrations(database).migrate();

        assertThat(columnsOf("clicks")).isEqualTo(COLUMNS_OF_CLICKS);
    }

    @Test
    void the_same_files_run_as_plain_sql_and_again_and_are_then_accepted() throws IOException {
        for (int time = 0; time < 2; time++) {
            for (String file : FILES) {
                TestPostgres.execute(database, Files.readString(Path.of("migrations", file)));
            }
        }

        assertThat(columnsOf("clicks")).isEqualTo(COLUMNS_OF_CLICKS);
        assertThat(new Migrations(database).migrate().to()).isEqualTo(LATEST);
        assertThat(columnsOf("clicks")).isEqualTo(COLUMNS_OF_CLICKS);
    }

    @Test
    void every_file_has_one_that_takes_it_back_and_may_be_run_again() throws IOException {
        List<String> files = new ArrayList<>(FILES);
        for (String file : files) {
            TestPostgres.execute(database, Files.readString(Path.of("migrations", file)));
        }
        Collections.reverse(files);
        for (int time = 0; time < 2; time++) {
            for (String file : files) {
                TestPostgres.execute(
                        database, Files.readString(Path.of("migrations", file.replace(".up.sql", ".down.sql"))));
            }
        }

        assertThat(tables()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void going_down_takes_back_newest_first_and_up_again_brings_everything_back(int version) {
        Migrations migrations = new Migrations(database);
        migrations.migrate();

        MigrationReport down = migrations.migrateDownTo(version);

        List<String> expected = new ArrayList<>(FILES.subList(version, FILES.size()));
        Collections.reverse(expected);
        assertThat(down.scripts())
                .containsExactlyElementsOf(expected.stream()
                        .map(file -> file.replace(".up.sql", ".down.sql"))
                        .toList());
        assertThat(down.from()).isEqualTo(LATEST);
        assertThat(down.to()).isEqualTo(version);
        assertThat(columnsOf("clicks")).hasSize(List.of(0, 0, 3, 6, 11, 12).get(version));
        assertThat(migrations.status()).isEqualTo(new MigrationStatus(version, FILES.subList(version, FILES.size())));

        assertThat(migrations.migrate())
                .isEqualTo(new MigrationReport(version, LATEST, FILES.subList(version, FILES.size())));
        assertThat(columnsOf("clicks")).isEqualTo(COLUMNS_OF_CLICKS);
    }

    @Test
    void what_is_noted_of_clicks_is_compressed_by_lz4_where_the_server_has_it() {
        String compressedByLz4 =
                "SELECT count(*) FROM pg_attribute WHERE attrelid = 'click_changes'::regclass AND attcompression = 'l'";
        boolean hasLz4 = TestPostgres.number(
                        database,
                        "SELECT count(*) FROM pg_settings WHERE name = 'default_toast_compression' AND 'lz4' = ANY (enumvals)")
                == 1;
        Migrations migrations = new Migrations(database);

        migrations.migrate();
        assertThat(TestPostgres.number(database, compressedByLz4)).isEqualTo(hasLz4 ? 8 : 0);

        migrations.migrateDownTo(11);
        assertThat(TestPostgres.number(database, compressedByLz4)).isZero();
    }

    @Test
    void going_down_to_where_it_is_does_nothing() {
        new Migrations(database).migrate();

        assertThat(new Migrations(database).migrateDownTo(LATEST))
                .isEqualTo(new MigrationReport(LATEST, LATEST, List.of()));
    }

    @Test
    void going_down_works_where_the_shortener_made_the_tables() {
        TestPostgres.execute(database, MADE_BY_THE_SHORTENER);
        Migrations migrations = new Migrations(database);
        migrations.migrate();

        assertThat(migrations.migrateDownTo(2).to()).isEqualTo(2);

        assertThat(TestPostgres.number(database, "SELECT count(*) FROM clicks")).isEqualTo(10);
        assertThat(columnsOf("clicks")).hasSize(3);
    }

    @Test
    void the_status_of_an_untouched_database_names_all_that_is_pending_and_changes_nothing() {
        assertThat(new Migrations(database).status()).isEqualTo(new MigrationStatus(0, FILES));
        assertThat(tables()).isEmpty();
    }

    @Test
    void several_processes_may_migrate_at_once() throws Exception {
        TestPostgres.execute(database, MADE_BY_THE_SHORTENER);
        ExecutorService processes = Executors.newFixedThreadPool(6);
        try {
            List<Callable<MigrationReport>> migrations =
                    Collections.nCopies(6, () -> new Migrations(database).migrate());
            int run = 0;
            for (Future<MigrationReport> report : processes.invokeAll(migrations)) {
                run += report.get().scripts().size();
            }
            assertThat(run).isEqualTo(FILES.size());
        } finally {
            processes.shutdownNow();
        }
        assertThat(columnsOf("clicks")).isEqualTo(COLUMNS_OF_CLICKS);
        assertThat(TestPostgres.number(database, "SELECT count(*) FROM flyway_schema_history WHERE version <> '0'"))
                .isEqualTo(FILES.size());
    }

    @Test
    void a_folder_of_files_may_be_given_instead_of_the_packed_ones(@TempDir Path folder) throws IOException {
        for (String file : FILES.subList(0, 2)) {
            Files.copy(Path.of("migrations", file), folder.resolve(file));
        }
        Files.writeString(folder.resolve("000002_create_clicks.down.sql"), "DROP TABLE clicks; SELECT 1");

        assertThat(new Migrations(database, folder).migrate().to()).isEqualTo(2);
        assertThat(new Migrations(database, folder).migrateDownTo(1).scripts())
                .containsExactly("000002_create_clicks.down.sql");
        assertThatThrownBy(() -> new Migrations(database, folder).migrateDownTo(0))
                .isInstanceOf(MigrationFailedException.class)
                .hasMessageContaining("000001_create_urls.down.sql");
    }

    @Test
    void the_files_are_found_inside_a_jar(@TempDir Path folder) throws Exception {
        Path jar = folder.resolve("packed.jar");
        try (JarOutputStream packed = new JarOutputStream(Files.newOutputStream(jar))) {
            pack(packed, Path.of("target", "classes"), "dev/shortener/analytics");
            pack(packed, Path.of("target", "classes"), "migrations");
        }
        URL[] onlyTheJar = {jar.toUri().toURL()};
        try (URLClassLoader loader = new WithoutOwnClasses(onlyTheJar, MigrationsIT.class.getClassLoader())) {
            Class<?> migrations = loader.loadClass(Migrations.class.getName());
            Object packedMigrations =
                    migrations.getConstructor(DatabaseConfig.class).newInstance(database);

            assertThat(migrations.getProtectionDomain().getCodeSource().getLocation())
                    .isEqualTo(onlyTheJar[0]);
            assertThat(migrations.getMethod("migrate").invoke(packedMigrations).toString())
                    .contains("to=" + LATEST)
                    .contains(FILES.get(3));
            assertThat(migrations
                            .getMethod("migrateDownTo", int.class)
                            .invoke(packedMigrations, 3)
                            .toString())
                    .contains("to=3");
        }
    }

    @Test
    void a_search_path_decides_where_the_tables_go() {
        TestPostgres.execute(database, "CREATE SCHEMA \"click data\"");
        DatabaseConfig elsewhere = TestDatabases.with(database, Map.of("search_path", "\"click data\""));

        new Migrations(elsewhere).migrate();

        assertThat(TestPostgres.query(
                        database, "SELECT table_schema FROM information_schema.tables WHERE table_name = 'clicks'"))
                .containsExactly(List.of("click data"));
    }

    @Test
    void a_failing_file_leaves_nothing_behind_and_is_named(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("000001_ok.up.sql"), "CREATE TABLE first_table (id int);");
        Files.writeString(
                folder.resolve("000002_bad.up.sql"), "CREATE TABLE second_table (id int); SELECT no_such_column;");

        assertThatThrownBy(() -> new Migrations(database, folder).migrate())
                .isInstanceOf(MigrationFailedException.class)
                .hasMessageContaining("no_such_column");
        assertThat(tables()).containsExactlyInAnyOrder("first_table", "flyway_schema_history");
    }

    @Test
    void a_wrong_password_is_one_clear_message_without_the_password() {
        DatabaseConfig guarded = TestDatabases.as(database, TestPostgres.BY_PASSWORD, "guess-me");

        assertThatThrownBy(() -> new Migrations(guarded).migrate())
                .isInstanceOf(MigrationFailedException.class)
                .hasMessageContaining("password authentication failed for user \"by_password\"")
                .hasMessageContaining(database.database())
                .hasMessageNotContaining("guess-me");
    }

    @Test
    void a_database_that_does_not_exist_is_one_clear_message() {
        assertThatThrownBy(() -> new Migrations(TestDatabases.named(database, "no_such_database")).migrate())
                .isInstanceOf(MigrationFailedException.class)
                .hasMessageContaining("database \"no_such_database\" does not exist");
    }

    @Test
    void a_server_that_is_not_there_is_one_clear_message() {
        int port = Servers.unusedPort();

        assertThatThrownBy(() -> new Migrations(TestDatabases.at(database, "localhost", port)).status())
                .isInstanceOf(MigrationFailedException.class)
                .hasMessageContaining("localhost:" + port)
                .hasMessageContaining("refused");
    }

    private List<List<String>> columnsOf(String table) {
        return TestPostgres.query(
                database,
                """
                SELECT column_name, data_type, character_maximum_length, is_nullable, column_default
                FROM information_schema.columns WHERE table_name = '%s' ORDER BY ordinal_position
                """
                        .formatted(table));
    }

    private List<String> indexes() {
        return first("SELECT indexname FROM pg_indexes WHERE tablename IN ('clicks', 'urls')");
    }

    private List<String> tables() {
        return first("SELECT tablename FROM pg_tables WHERE schemaname = 'public'");
    }

    private List<String> first(String sql) {
        return TestPostgres.query(database, sql).stream().map(row -> row.get(0)).toList();
    }

    private static List<String> column(String name, String type, String length, String nullable, String standard) {
        List<String> column = new ArrayList<>();
        Collections.addAll(column, name, type, length, nullable, standard);
        return column;
    }

    private static void pack(JarOutputStream jar, Path root, String folder) throws IOException {
        try (Stream<Path> files = Files.walk(root.resolve(folder))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                jar.putNextEntry(new JarEntry(root.relativize(file).toString()));
                jar.write(Files.readAllBytes(file));
                jar.closeEntry();
            }
        }
    }

    /** Loads the migrating classes, and the files, from the jar alone; the configuration's and the libraries' as ever. */
    private static final class WithoutOwnClasses extends URLClassLoader {

        WithoutOwnClasses(URL[] urls, ClassLoader parent) {
            super(urls, parent);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("dev.shortener.analytics.store.")) {
                synchronized (getClassLoadingLock(name)) {
                    Class<?> loaded = findLoadedClass(name);
                    return loaded == null ? findClass(name) : loaded;
                }
            }
            return super.loadClass(name, resolve);
        }

        @Override
        public URL getResource(String name) {
            return name.startsWith("migrations") ? findResource(name) : super.getResource(name);
        }

        @Override
        public java.util.Enumeration<URL> getResources(String name) throws IOException {
            return name.startsWith("migrations") ? findResources(name) : super.getResources(name);
        }
    }
}
