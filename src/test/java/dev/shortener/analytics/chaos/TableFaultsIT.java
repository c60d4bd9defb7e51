package dev.shortener.analytics.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shortener.analytics.support.Lab;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A table that is locked, forbidden, or not there. */
@Tag("chaos")
class TableFaultsIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String ROLE = "chaos_writer";
    private static final String EARLY_COMMIT = "with_an_answer_before_the_write_a_crash_loses_clicks";

    private final Lab lab = new Lab().withTopic();

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void table_locked() throws Exception {
        Fault fault = Fault.of("table locked", "statements run into their deadline and are sent again");
        try (Service service = ServiceHere.start(lab, Map.of());
                Experiment experiment = Experiment.on(lab, fault.name()).controlledBy(EARLY_COMMIT);
                Connection locking = lab.connect()) {
            locking.setAutoCommit(false);
            experiment.endure(
                    fault.lasting(Scale.seconds(5, 30))
                            .injected(() -> execute(locking, "LOCK TABLE clicks IN ACCESS EXCLUSIVE MODE"))
                            .healed(locking::rollback),
                    service);
        }
    }

    @Test
    void permission_revoked() throws Exception {
        lab.execute("DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '" + ROLE + "') THEN CREATE ROLE "
                + ROLE + " LOGIN PASSWORD 'w'; END IF; END $$");
        String tables = " ON clicks, rules_versions, click_ledger, click_rejections ";
        lab.execute("GRANT SELECT, INSERT" + tables + "TO " + ROLE);
        onlyAPersonCanMend(
                Fault.of("permission revoked", "stops with the GRANT that is missing; goes on from there")
                        .injected(() -> lab.execute("REVOKE INSERT" + tables + "FROM " + ROLE))
                        .healed(() -> lab.execute("GRANT INSERT" + tables + "TO " + ROLE)),
                "GRANT",
                Map.of("DataSource", lab.database().replace("postgres:postgres@", ROLE + ":w@")));
    }

    @Test
    void table_missing() throws Exception {
        onlyAPersonCanMend(
                Fault.of("table missing", "stops and says to run `migrate`; goes on from there")
                        .injected(() -> lab.execute("ALTER TABLE clicks RENAME TO elsewhere"))
                        .healed(() -> lab.execute("ALTER TABLE elsewhere RENAME TO clicks")),
                "migrate",
                Map.of());
    }

    private void onlyAPersonCanMend(Fault fault, String remedy, Map<String, String> settings) throws Exception {
        try (Experiment experiment = Experiment.on(lab, fault.name()).controlledBy(EARLY_COMMIT)) {
            try (ServiceHere service = ServiceHere.start(lab, settings)) {
                experiment.flowing();
                fault.inject().run();
                await().atMost(SOON).until(() -> service.pipeline().impossible().isComplete());
                assertThat(service.pipeline().impossible().result()).contains(remedy);
            }
            fault.heal().run();
            Oracle.demand(Evidence.of(lab, experiment.load().log()), Law.AT_ANY_TIME);
            try (ServiceHere service = ServiceHere.start(lab, settings)) {
                experiment.conclude(fault, service.memory());
            }
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
