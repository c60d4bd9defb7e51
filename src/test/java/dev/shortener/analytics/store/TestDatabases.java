package dev.shortener.analytics.store;

import dev.shortener.analytics.config.DatabaseConfig;
import dev.shortener.analytics.config.DatabaseConfig.SslMode;
import dev.shortener.analytics.config.Secret;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The same database, configured otherwise. */
final class TestDatabases {

    private TestDatabases() {}

    static DatabaseConfig at(DatabaseConfig base, String host, int port) {
        return new DatabaseConfig(
                host,
                port,
                base.database(),
                base.user(),
                base.password(),
                base.sslMode(),
                null,
                null,
                null,
                base.properties());
    }

    static DatabaseConfig as(DatabaseConfig base, String user, @Nullable String password) {
        return new DatabaseConfig(
                base.host(),
                base.port(),
                base.database(),
                user,
                password == null ? null : new Secret(password),
                base.sslMode(),
                base.sslRootCert(),
                base.sslCert(),
                base.sslKey(),
                base.properties());
    }

    static DatabaseConfig named(DatabaseConfig base, String database) {
        return new DatabaseConfig(
                base.host(),
                base.port(),
                database,
                base.user(),
                base.password(),
                base.sslMode(),
                null,
                null,
                null,
                Map.of());
    }

    static DatabaseConfig over(DatabaseConfig base, SslMode mode, @Nullable Path authority) {
        return new DatabaseConfig(
                base.host(),
                base.port(),
                base.database(),
                base.user(),
                base.password(),
                mode,
                authority,
                null,
                null,
                base.properties());
    }

    static DatabaseConfig withCertificate(DatabaseConfig base, Path certificate, Path key) {
        return new DatabaseConfig(
                base.host(),
                base.port(),
                base.database(),
                base.user(),
                base.password(),
                base.sslMode(),
                base.sslRootCert(),
                certificate,
                key,
                base.properties());
    }

    static DatabaseConfig with(DatabaseConfig base, Map<String, String> properties) {
        return new DatabaseConfig(
                base.host(),
                base.port(),
                base.database(),
                base.user(),
                base.password(),
                base.sslMode(),
                null,
                null,
                null,
                properties);
    }
}
