package dev.shortener.analytics.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shortener.analytics.config.DatabaseConfig;
import dev.shortener.analytics.support.Servers;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Salts are made once and forgotten once, whoever asks. */
class VisitorSaltsIT {

    private static Vertx vertx;

    private final DatabaseConfig database = TestPostgres.shared().migratedDatabase();
    private final LocalDate today = LocalDate.parse(one("SELECT CAST(now() AT TIME ZONE 'UTC' AS date)"));

    @BeforeAll
    static void startVertx() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stopVertx() {
        OnContext.await(vertx.close());
    }

    @Test
    void all_nodes_have_the_same_salt_of_a_day_and_each_day_another_one() {
        List<Future<Map<LocalDate, byte[]>>> asked = new ArrayList<>();
        for (int node = 0; node < 8; node++) {
            asked.add(salts(database).of(Set.of(today, today.minusDays(1))));
        }
        Set<String> ofToday = new HashSet<>();
        Set<String> ofYesterday = new HashSet<>();
        asked.forEach(answer -> {
            ofToday.add(HexFormat.of().formatHex(OnContext.await(answer).get(today)));
            ofYesterday.add(HexFormat.of().formatHex(OnContext.await(answer).get(today.minusDays(1))));
        });

        assertThat(ofToday).hasSize(1).allSatisfy(salt -> assertThat(salt).hasSize(64));
        assertThat(ofYesterday).hasSize(1).doesNotContainAnyElementsOf(ofToday);
    }

    @Test
    void who_asks_while_another_makes_the_salt_waits_for_it() throws Exception {
        assertThat(saltsOfTwoAtOnce()).hasSize(1);
    }

    /** The control: it is the key that makes the second one wait. */
    @Test
    void control_without_the_key_two_nodes_have_two_salts() throws Exception {
        TestPostgres.execute(database, "ALTER TABLE click_visitor_salts DROP CONSTRAINT click_visitor_salts_pkey");

        assertThat(saltsOfTwoAtOnce()).hasSize(2);
    }

    private Set<String> saltsOfTwoAtOnce() throws Exception {
        String ask = "SELECT encode(salt, 'hex') FROM click_visitor_salt('" + today + "')";
        try (Connection first = TestPostgres.connect(database);
                Connection second = TestPostgres.connect(database)) {
            first.setAutoCommit(false);
            String one = TestPostgres.query(first, ask).get(0).get(0);
            CompletableFuture<String> other = CompletableFuture.supplyAsync(() -> {
                try {
                    return TestPostgres.query(second, ask).get(0).get(0);
                } catch (SQLException failure) {
                    throw new IllegalStateException(failure);
                }
            });
            OnContext.until(() -> other.isDone()
                    || TestPostgres.number(
                                    database,
                                    "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = '"
                                            + database.database() + "'")
                            > 0);
            first.commit();
            return new HashSet<>(List.of(one, other.get()));
        }
    }

    @Test
    void a_salt_is_forgotten_48_hours_after_its_day_began_and_none_is_made_instead() {
        LocalDate over = today.minusDays(2);
        TestPostgres.execute(
                database,
                "INSERT INTO click_visitor_salts VALUES ('" + over + "', 'old'), ('" + today.minusDays(1)
                        + "', 'late')");
        assertThat(OnContext.await(salts(database).of(Set.of(over))))
                .as("not used, though nobody has forgotten it yet")
                .isEmpty();

        TestPostgres.query(database, "SELECT roll_up_click_visitors(false, 0)");

        assertThat(TestPostgres.query(database, "SELECT day, salt IS NULL FROM click_visitor_salts ORDER BY day"))
                .containsExactly(
                        List.of(over.toString(), "t"),
                        List.of(today.minusDays(1).toString(), "f"));
        assertThat(OnContext.await(salts(database).of(Set.of(over)))).isEmpty();
        assertThat(OnContext.await(salts(database).of(Set.of(today.minusDays(1)))))
                .containsOnlyKeys(today.minusDays(1));
    }

    /** Whatever the clock says then. */
    @Test
    void a_day_whose_salt_was_forgotten_never_has_another_one() {
        TestPostgres.execute(database, "INSERT INTO click_visitor_salts VALUES ('" + today + "', NULL)");
        assertThat(OnContext.await(salts(database).of(Set.of(today)))).isEmpty();

        TestPostgres.execute(database, "DELETE FROM click_visitor_salts");
        assertThat(OnContext.await(salts(database).of(Set.of(today))))
                .as("the control: without what is left of it, it would")
                .containsOnlyKeys(today);
    }

    @Test
    void days_that_are_far_from_now_have_none_and_are_not_asked_for() {
        assertThat(OnContext.await(salts(database).of(Set.of(today.plusDays(2), today.minusDays(3)))))
                .isEmpty();
        assertThat(TestPostgres.number(database, "SELECT count(*) FROM click_visitor_salts"))
                .isZero();

        DatabaseConfig nowhere = TestDatabases.at(database, "127.0.0.1", Servers.unusedPort());
        assertThat(OnContext.await(salts(nowhere).of(Set.of(LocalDate.EPOCH, today.plusYears(1)))))
                .isEmpty();
        assertThat(OnContext.awaitFailure(salts(nowhere).of(Set.of(today))))
                .as("the control")
                .hasMessageContaining("127.0.0.1");
    }

    @Test
    void a_salt_that_is_known_is_not_asked_for_again() {
        VisitorSalts node = salts(database);
        Map<LocalDate, byte[]> first = OnContext.await(node.of(Set.of(today)));
        TestPostgres.execute(database, "DROP FUNCTION click_visitor_salt(DATE)");

        assertThat(OnContext.await(node.of(Set.of(today)))).isEqualTo(first);
        assertThat(OnContext.awaitFailure(salts(database).of(Set.of(today))))
                .isInstanceOf(UnusableDatabaseException.class)
                .hasMessageContaining("Privacy.Visitors is on")
                .hasMessageContaining("run the command migrate");
    }

    private static VisitorSalts salts(DatabaseConfig of) {
        return new VisitorSalts(vertx, of, InstantSource.system());
    }

    private String one(String sql) {
        return TestPostgres.query(database, sql).get(0).get(0);
    }
}
