package dev.shortener.analytics.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.sql.DriverManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnprivilegedUserIT {

    @TempDir
    Path dir;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void root_can_serve_a_database_either_way(boolean nobody) throws Exception {
        assumeTrue(System.getProperty("user.name").equals("root"), "needs root");
        UnprivilegedUser user = nobody ? UnprivilegedUser.nobody() : UnprivilegedUser.unmapped();
        assumeTrue(user.works(), "this container forbids it");

        PostgresProcess server = PostgresCluster.in(dir.resolve("data"), user).start(0);
        try {
            DriverManager.getConnection(PostgresCluster.jdbcUrl(server.port(), "shortener"))
                    .close();
        } finally {
            server.stop();
        }
        assertThat(server.isAlive()).isFalse();
    }

    @Test
    void there_is_always_a_way() {
        assertThat(UnprivilegedUser.find().works()).isTrue();
    }
}
