package dev.shortener.analytics.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shortener.analytics.config.DatabaseConfig;
import dev.shortener.analytics.config.DatabaseConfig.SslMode;
import dev.shortener.analytics.config.Secret;
import dev.shortener.analytics.event.Reason;
import dev.shortener.analytics.store.DatabaseFailure.Kind;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseFailureTest {

    private static final DatabaseConfig DATABASE = new DatabaseConfig(
            "db.example",
            5432,
            "shortener",
            "consumer",
            new Secret("hunter2"),
            SslMode.DISABLE,
            null,
            null,
            null,
            Map.of());

    @ParameterizedTest
    @CsvSource({
        "22001, REFUSED",
        "22021, REFUSED",
        "22P02, REFUSED",
        "23502, REFUSED",
        "23505, REFUSED",
        "23514, REFUSED",
        "08006, BROKEN",
        "25006, BROKEN",
        "25P02, BROKEN",
        "26000, BROKEN",
        "40001, BROKEN",
        "40P01, BROKEN",
        "53100, BROKEN",
        "53300, BROKEN",
        "54000, BROKEN",
        "55P03, BROKEN",
        "55000, BROKEN",
        "57014, BROKEN",
        "57P01, BROKEN",
        "57P03, BROKEN",
        "58030, BROKEN",
        "P0001, BROKEN",
        "XX000, BROKEN",
        "0A000, UNUSABLE",
        "28000, UNUSABLE",
        "28P01, UNUSABLE",
        "3D000, UNUSABLE",
        "3F000, UNUSABLE",
        "42501, UNUSABLE",
        "42703, UNUSABLE",
        "42804, UNUSABLE",
        "42P01, UNUSABLE",
        "42P05, UNUSABLE"
    })
    void the_sqlstate_decides_what_a_statements_failure_means(String sqlState, Kind kind) {
        assertThat(DatabaseFailure.ofStatement(error(sqlState)).kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({
        "22023, UNUSABLE",
        "28P01, UNUSABLE",
        "3D000, UNUSABLE",
        "42704, UNUSABLE",
        "57P03, BROKEN",
        "53300, BROKEN"
    })
    void a_refused_connection_is_never_a_refused_row(String sqlState, Kind kind) {
        assertThat(DatabaseFailure.ofConnect(error(sqlState)).kind()).isEqualTo(kind);
    }

    @Test
    void no_answer_is_a_broken_world_of_no_class() {
        DatabaseFailure failure = DatabaseFailure.ofStatement(new IOException("connection reset"));

        assertThat(failure.kind()).isEqualTo(Kind.BROKEN);
        assertThat(failure.stateClass()).isEqualTo("none");
        assertThat(failure.connectionSurvives()).isFalse();
        assertThat(failure.asException(DATABASE)).isSameAs(failure.cause());
    }

    @ParameterizedTest
    @ValueSource(strings = {"22001", "23505", "40P01", "42P01", "53100", "55P03", "57014"})
    void an_ordinary_error_leaves_the_connection_usable(String sqlState) {
        assertThat(DatabaseFailure.ofStatement(error(sqlState)).connectionSurvives())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"08006", "25006", "26000", "57P01", "57P02", "58030", "XX000"})
    void other_errors_cost_the_connection(String sqlState) {
        assertThat(DatabaseFailure.ofStatement(error(sqlState)).connectionSurvives())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0A000", "28000", "28P01", "3D000", "3F000", "42501", "42704", "42P01", "42P05"})
    void what_only_a_person_can_mend_says_what_and_where_without_the_password(String sqlState) {
        assertThat(DatabaseFailure.ofConnect(error(sqlState)).asException(DATABASE))
                .isInstanceOf(UnusableDatabaseException.class)
                .hasMessageContainingAll(sqlState, "shortener", "db.example:5432")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void a_rejection_names_sqlstate_column_and_constraint_and_never_what_the_server_quotes() {
        PgException error = new PgException(
                "invalid input 203.0.113.9",
                "ERROR",
                "23514",
                "Failing row contains (203.0.113.9)",
                null,
                null,
                null,
                null,
                "unnest 203.0.113.9",
                null,
                null,
                null,
                "public",
                "clicks",
                "city",
                null,
                "city_check");

        var rejection = DatabaseFailure.ofStatement(error).rejection();

        assertThat(rejection.reason()).isEqualTo(Reason.REFUSED_BY_DATABASE);
        assertThat(rejection.field()).isEqualTo("city");
        assertThat(rejection.message()).contains("23514", "city", "city_check").doesNotContain("203.0.113.9");
    }

    private static PgException error(String sqlState) {
        return new PgException("said by the server", "ERROR", sqlState, null);
    }
}
