package dev.shortener.analytics.store;

import dev.shortener.analytics.config.DatabaseConfig;
import dev.shortener.analytics.config.Secret;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.TrustOptions;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.UUID;
import javax.net.ssl.TrustManagerFactory;

/**
 * Says to the PostgreSQL client what the configuration says. Stateless.
 *
 * <p>Each {@code sslmode} is mapped explicitly: the client itself fails with a null pointer for {@code require}, and falls back to
 * plain text for {@code prefer}, unless it is given TLS options. The meaning is libpq's, where {@code require} with a root
 * certificate is {@code verify-ca}; and as with libpq's {@code sslrootcert=system}, {@code verify-full} without a root certificate
 * trusts the authorities of the platform, here those of the Java runtime.
 *
 * <p>PgBouncer: in transaction mode the prepared statements need {@code max_prepared_statements} above 0 (PgBouncer 1.21 or newer),
 * and the start-up parameters {@code statement_timeout} and {@code extra_float_digits} must be in its
 * {@code ignore_startup_parameters}; set the time limit on the role instead.
 */
final class ConnectOptions {

    /** Statements sent before the first is answered: enough to hide a network's delay, as the server runs them one by one. */
    private static final int PIPELINING_LIMIT = 16;

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    /** The server gives up after this service has, so that it is this service's deadline that decides. */
    private static final Duration SERVER_GRACE = Duration.ofSeconds(1);

    private ConnectOptions() {}

    /**
     * @param database where to connect
     * @param statementTimeout this service's deadline of one statement; the server is given a little more
     * @throws IllegalArgumentException if {@code verify-ca} is asked for without an authority to trust
     */
    static PgConnectOptions of(DatabaseConfig database, Duration statementTimeout) {
        requireAuthority(database);
        PgConnectOptions options = new PgConnectOptions()
                .setHost(database.host())
                .setPort(database.port())
                .setDatabase(database.database())
                .setUser(database.user())
                .setPassword(password(database))
                .setCachePreparedStatements(true)
                .setPipeliningLimit(PIPELINING_LIMIT)
                .addProperty("application_name", "analytics-consumer")
                .addProperty("statement_timeout", millis(statementTimeout.plus(SERVER_GRACE)));
        database.properties().forEach(options::addProperty);
        return options.setSslMode(sslMode(database)).setSslOptions(tls(database));
    }

    /** @throws IllegalArgumentException if {@code verify-ca} is asked for without an authority to trust */
    static void requireAuthority(DatabaseConfig database) {
        if (database.sslMode() == DatabaseConfig.SslMode.VERIFY_CA && database.sslRootCert() == null) {
            throw new IllegalArgumentException(
                    "sslmode=verify-ca needs sslrootcert: without the host's name being verified,"
                            + " anybody with a certificate from a public authority could answer");
        }
    }

    /** The socket's side of it: a bounded wait for the connection, and keep-alives on an idle one. */
    static NetClientOptions transport() {
        return new NetClientOptions()
                .setConnectTimeout((int) CONNECT_TIMEOUT.toMillis())
                .setTcpKeepAlive(true)
                .setTcpNoDelay(true);
    }

    /**
     * Never empty: asked for a password by the server, the client breaks on an empty one, and a server that does not ask never sees it.
     * A wrong one is refused with a SQLSTATE that says what is the matter.
     */
    private static String password(DatabaseConfig database) {
        Secret given = database.password();
        return given == null || given.reveal().isEmpty() ? UUID.randomUUID().toString() : given.reveal();
    }

    private static SslMode sslMode(DatabaseConfig database) {
        return switch (database.sslMode()) {
            case DISABLE -> SslMode.DISABLE;
            case ALLOW -> SslMode.ALLOW;
            case PREFER -> SslMode.PREFER;
            case REQUIRE -> database.sslRootCert() == null ? SslMode.REQUIRE : SslMode.VERIFY_CA;
            case VERIFY_CA -> SslMode.VERIFY_CA;
            case VERIFY_FULL -> SslMode.VERIFY_FULL;
        };
    }

    private static ClientSSLOptions tls(DatabaseConfig database) {
        ClientSSLOptions tls =
                switch (database.sslMode()) {
                    case DISABLE, ALLOW, PREFER -> new ClientSSLOptions().setTrustAll(true);
                    case REQUIRE ->
                        database.sslRootCert() == null ? new ClientSSLOptions().setTrustAll(true) : trusting(database);
                    case VERIFY_CA, VERIFY_FULL -> trusting(database);
                };
        boolean checksName = database.sslMode() == DatabaseConfig.SslMode.VERIFY_FULL;
        tls.setHostnameVerificationAlgorithm(checksName ? "HTTPS" : "");
        if (database.sslCert() != null && database.sslKey() != null) {
            tls.setKeyCertOptions(new PemKeyCertOptions()
                    .addCertPath(database.sslCert().toString())
                    .addKeyPath(database.sslKey().toString()));
        }
        return tls;
    }

    private static ClientSSLOptions trusting(DatabaseConfig database) {
        Path authorities = database.sslRootCert();
        if (authorities != null) {
            return new ClientSSLOptions().setTrustOptions(new PemTrustOptions().addCertPath(authorities.toString()));
        }
        return new ClientSSLOptions().setTrustOptions(TrustOptions.wrap(platformAuthorities()));
    }

    private static TrustManagerFactory platformAuthorities() {
        try {
            TrustManagerFactory authorities =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            authorities.init((KeyStore) null);
            return authorities;
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("the authorities that this Java runtime trusts cannot be read", broken);
        }
    }

    private static String millis(Duration duration) {
        return Long.toString(duration.toMillis());
    }
}
