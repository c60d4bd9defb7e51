package dev.shortener.analytics.store;

import dev.shortener.analytics.config.DatabaseConfig;
import dev.shortener.analytics.metrics.PipelineMetrics;
import java.time.Duration;
import java.util.List;

/** The real writer keeps the contract. */
class PgClickWriterIT extends ClickWriterContract {

    private final DatabaseConfig database = TestPostgres.shared().migratedDatabase();

    @Override
    ClickWriter createWriter() {
        return new PgClickWriter(vertx, database, Duration.ofSeconds(20), PipelineMetrics.NONE);
    }

    @Override
    List<ClickRow> stored() {
        return StoredClicks.in(database);
    }

    @Override
    void breakWorld() {
        TestPostgres.admin("ALTER DATABASE " + database.database() + " ALLOW_CONNECTIONS false");
        TestPostgres.disconnect(database);
    }

    @Override
    void mendWorld() {
        TestPostgres.admin("ALTER DATABASE " + database.database() + " ALLOW_CONNECTIONS true");
    }

    @Override
    void makeUnusable() {
        TestPostgres.execute(database, "DROP TABLE clicks");
    }
}
