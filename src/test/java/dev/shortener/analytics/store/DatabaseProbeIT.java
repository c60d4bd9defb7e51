package dev.shortener.analytics.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shortener.analytics.config.DatabaseConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DatabaseProbeIT {

    private static Vertx vertx;

    private final DatabaseConfig database = TestPostgres.shared().migratedDatabase();

    @BeforeAll
    static void startVertx() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stopVertx() {
        OnContext.await(vertx.close());
    }

    @Test
    void a_migrated_database_has_neither_faults_nor_warnings() {
        DatabaseFacts facts = look(database);

        assertThat(facts.faults()).isEmpty();
        assertThat(facts.warnings()).isEmpty();
        assertThat(facts.serverVersion()).isNotEmpty();
        assertThat(TestPostgres.backendsOf(database)).isEmpty();
    }

    @Test
    void a_database_without_the_table_says_to_run_migrate() {
        assertThat(look(TestPostgres.shared().emptyDatabase()).faults())
                .singleElement()
                .asString()
                .contains("migrate");
    }

    @Test
    void missing_columns_are_named() {
        TestPostgres.execute(database, "ALTER TABLE clicks DROP COLUMN city, DROP COLUMN os");

        assertThat(look(database).missingColumns()).containsExactly("os", "city");
    }

    @Test
    void a_table_whose_ids_are_not_unique_is_a_fault() {
        TestPostgres.execute(database, "ALTER TABLE clicks DROP CONSTRAINT clicks_pkey");
        assertThat(look(database).faults()).singleElement().asString().contains("primary key");

        TestPostgres.execute(database, "CREATE UNIQUE INDEX partial ON clicks (id) WHERE short_code = 'a'");
        assertThat(look(database).unique()).isFalse();

        TestPostgres.execute(database, "CREATE UNIQUE INDEX with_time ON clicks (clicked_at, id)");
        assertThat(look(database).unique()).isTrue();
    }

    @Test
    void missing_permissions_are_told_apart() {
        DatabaseConfig guarded = TestDatabases.as(database, TestPostgres.BY_PASSWORD, TestPostgres.PASSWORD);

        assertThat(look(guarded).faults()).hasSize(2).allMatch(fault -> fault.contains("GRANT INSERT"));

        TestPostgres.execute(database, "GRANT INSERT ON clicks, click_ledger, click_rejections TO by_password");
        assertThat(look(guarded).faults()).isEmpty();
        assertThat(look(guarded).warnings())
                .hasSize(2)
                .anyMatch(warning -> warning.endsWith("GRANT SELECT ON clicks TO by_password"))
                .anyMatch(warning -> warning.endsWith("GRANT SELECT, INSERT ON rules_versions TO by_password"));

        TestPostgres.execute(
                database,
                "GRANT SELECT ON clicks TO by_password; GRANT SELECT, INSERT ON rules_versions TO by_password");
        assertThat(look(guarded).warnings()).isEmpty();
    }

    @Test
    void a_server_that_acknowledges_early_or_takes_no_writes_is_warned_of() {
        DatabaseConfig hasty = TestDatabases.with(
                database, Map.of("synchronous_commit", "off", "default_transaction_read_only", "on"));

        assertThat(look(hasty).warnings())
                .anyMatch(warning -> warning.contains("synchronous_commit"))
                .anyMatch(warning -> warning.contains("no writes"));
    }

    @Test
    void an_unknown_run_time_parameter_is_for_a_person_to_mend() {
        DatabaseConfig odd = TestDatabases.with(database, Map.of("no_such_parameter", "1"));

        assertThat(OnContext.awaitFailure(start(odd)))
                .isInstanceOf(UnusableDatabaseException.class)
                .hasMessageContaining("no_such_parameter");
    }

    private static DatabaseFacts look(DatabaseConfig config) {
        return OnContext.await(start(config));
    }

    private static Future<DatabaseFacts> start(DatabaseConfig config) {
        return OnContext.call(vertx.getOrCreateContext(), () -> new DatabaseProbe(vertx, config).look());
    }
}
