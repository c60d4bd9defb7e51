package dev.shortener.analytics.store;

import dev.shortener.analytics.config.DatabaseConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.output.MigrateResult;

/**
 * Brings the schema to the version that this service writes to, or back. Thread-safe; every method blocks.
 *
 * <p>Several processes may migrate at once: Flyway takes a lock of the database, and those who come later find nothing to do. The
 * same files can be run by golang-migrate or psql instead; each changes nothing where its work has been done already, so that
 * a database that somebody migrated by other means, or whose tables the shortener created, is accepted as it is.
 */
public final class Migrations {

    private static final String TAKE_TURNS_WITH_FLYWAY = "LOCK TABLE flyway_schema_history IN EXCLUSIVE MODE";
    /** SQLSTATE insufficient_privilege. */
    private static final String FORBIDDEN = "42501";

    private static final String FORGET_VERSION = "DELETE FROM flyway_schema_history WHERE version = ?";

    private final DatabaseConfig database;
    private final MigrationFolder folder;
    private final DataSource source;

    /** Migrates with the files that are packed into the jar. */
    public Migrations(DatabaseConfig database) {
        this(database, new MigrationFolder(null));
    }

    /** Migrates with the files of a folder. */
    public Migrations(DatabaseConfig database, Path folder) {
        this(database, new MigrationFolder(folder));
    }

    private Migrations(DatabaseConfig database, MigrationFolder folder) {
        this.database = database;
        this.folder = folder;
        this.source = JdbcSource.of(database);
    }

    /**
     * Runs what is pending, each file in a transaction.
     *
     * @throws MigrationFailedException if the database cannot be reached or refuses
     */
    public MigrationReport migrate() {
        try {
            MigrateResult result = flyway().migrate();
            List<String> scripts = result.migrations.stream()
                    .map(migration -> Path.of(migration.filepath).getFileName().toString())
                    .toList();
            int from = result.initialSchemaVersion == null ? 0 : Integer.parseInt(result.initialSchemaVersion);
            return new MigrationReport(from, status().version(), scripts);
        } catch (FlywayException failure) {
            throw failed("migrate", failure);
        }
    }

    /**
     * Takes back every migration above a version, newest first, each in a transaction. <b>Drops the columns and tables that they
     * added, with what is in them.</b>
     *
     * @param version what remains, 0 for nothing
     * @throws MigrationFailedException if the database cannot be reached or refuses, or a file that would take a migration back is
     *     missing
     */
    public MigrationReport migrateDownTo(int version) {
        int from = status().version();
        List<String> scripts = new ArrayList<>();
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            for (MigrationInfo migration : appliedAbove(version)) {
                scripts.add(takeBack(connection, migration));
            }
        } catch (SQLException | IOException | FlywayException failure) {
            throw failed("take back a migration of", failure);
        }
        return new MigrationReport(from, status().version(), scripts);
    }

    /**
     * How far the schema has come, without changing anything.
     *
     * @throws MigrationFailedException if the database cannot be reached or refuses
     */
    public MigrationStatus status() {
        try {
            var info = flyway().info();
            MigrationInfo current = info.current();
            return new MigrationStatus(
                    current == null ? 0 : numberOf(current),
                    Arrays.stream(info.pending()).map(MigrationInfo::getScript).toList());
        } catch (FlywayException failure) {
            throw failed("read the schema of", failure);
        }
    }

    private List<MigrationInfo> appliedAbove(int version) {
        return Arrays.stream(flyway().info().applied())
                .filter(migration -> migration.getVersion() != null && numberOf(migration) > version)
                .sorted((one, other) -> Integer.compare(numberOf(other), numberOf(one)))
                .toList();
    }

    private String takeBack(Connection connection, MigrationInfo migration) throws SQLException, IOException {
        MigrationFolder.DownScript down = folder.down(migration.getScript());
        try (Statement statement = connection.createStatement();
                PreparedStatement forget = connection.prepareStatement(FORGET_VERSION)) {
            statement.execute(TAKE_TURNS_WITH_FLYWAY);
            statement.execute(down.sql());
            forget.setString(1, migration.getVersion().getVersion());
            forget.executeUpdate();
            connection.commit();
        }
        return down.name();
    }

    private Flyway flyway() {
        return Flyway.configure(Migrations.class.getClassLoader())
                .loggers("slf4j")
                .dataSource(source)
                .locations(folder.location())
                .failOnMissingLocations(true)
                .sqlMigrationPrefix("")
                .sqlMigrationSeparator("_")
                .sqlMigrationSuffixes(MigrationFolder.UP)
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .load();
    }

    private MigrationFailedException failed(String attempt, Exception failure) {
        String where = database.database() + " on " + database.host() + ":" + database.port();
        Throwable reason = reasonOf(failure);
        String said = Objects.requireNonNullElse(reason.getMessage(), reason.toString());
        return new MigrationFailedException(
                "cannot " + attempt + " database " + where + " as role " + database.user() + ": " + said.strip(),
                reason instanceof SQLException refused && FORBIDDEN.equals(refused.getSQLState()),
                failure);
    }

    /** The innermost thing that the database or the network said. */
    private static Throwable reasonOf(Throwable failure) {
        Throwable reason = failure;
        for (Throwable next = failure; next != null; next = next.getCause()) {
            if (next instanceof SQLException) {
                reason = next;
            }
        }
        return reason;
    }

    private static int numberOf(MigrationInfo migration) {
        return Integer.parseInt(migration.getVersion().getVersion());
    }
}
