package dev.shortener.analytics.store;

import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.File;
import java.util.Properties;
import javax.net.ssl.SSLException;
import org.postgresql.ssl.WrappedFactory;

/**
 * Makes the JDBC driver read certificates and keys as libpq does: PEM files. The driver creates it by name. Thread-safe.
 *
 * <p>The driver's own factory reads a client's key from DER or PKCS#12 only. Whether the host's name is verified is decided by the
 * driver, from {@code sslmode}. A client's key must be PKCS#8 ({@code BEGIN PRIVATE KEY}).
 */
public final class PemSocketFactory extends WrappedFactory {

    /**
     * @param properties of the connection
     * @throws SSLException if a file cannot be read or does not hold what it should
     */
    public PemSocketFactory(Properties properties) throws SSLException {
        SslContextBuilder tls = SslContextBuilder.forClient().sslProvider(SslProvider.JDK);
        trust(tls, properties);
        identify(tls, properties);
        factory = ((JdkSslContext) tls.build()).context().getSocketFactory();
    }

    private static void trust(SslContextBuilder tls, Properties properties) {
        String authorities = properties.getProperty("sslrootcert", "");
        String mode = properties.getProperty("sslmode", "");
        if (!authorities.isEmpty()) {
            tls.trustManager(new File(authorities));
        } else if (!mode.startsWith("verify-")) {
            tls.trustManager(InsecureTrustManagerFactory.INSTANCE);
        }
    }

    private static void identify(SslContextBuilder tls, Properties properties) {
        String certificate = properties.getProperty("sslcert", "");
        String key = properties.getProperty("sslkey", "");
        if (!certificate.isEmpty() && !key.isEmpty()) {
            tls.keyManager(new File(certificate), new File(key));
        }
    }
}
