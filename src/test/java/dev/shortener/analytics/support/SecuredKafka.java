package dev.shortener.analytics.support;

import dev.shortener.analytics.demo.BrokerSettings;
import dev.shortener.analytics.demo.EmbeddedKafka;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerValidatorCallbackHandler;
import org.apache.kafka.common.security.plain.PlainLoginModule;
import org.apache.kafka.common.security.scram.ScramLoginModule;

/**
 * A broker with a listener for each way to secure a connection: SSL, MTLS (a client must show a certificate), SASL_SSL and
 * SASL_PLAINTEXT. Its certificate is for the name {@code localhost} and no address. It knows one user.
 */
public final class SecuredKafka implements AutoCloseable {

    public static final String USER = "alice";
    public static final String PASSWORD = "it's \"secret\" \\ enough";

    /** Where a broker of this process may look for keys. */
    private static final String ALLOWED_URLS = "org.apache.kafka.sasl.oauthbearer.allowed.urls";

    private static final List<String> SASL_LISTENERS = List.of("sasl_ssl", "sasl_plaintext");

    private final TestCertificates certificates;
    private final TokenServer tokens;
    private final EmbeddedKafka kafka;

    private SecuredKafka(TestCertificates certificates, TokenServer tokens, EmbeddedKafka kafka) {
        this.certificates = certificates;
        this.tokens = tokens;
        this.kafka = kafka;
    }

    public static SecuredKafka start() throws IOException, GeneralSecurityException {
        TestCertificates certificates = TestCertificates.create("consumer");
        TokenServer tokens = new TokenServer(USER, PASSWORD);
        Path keys = tokens.writeKeys(certificates.folder().resolve("jwks.json"));
        System.setProperty(ALLOWED_URLS, keys.toUri().toString());
        EmbeddedKafka kafka = EmbeddedKafka.start(BrokerSettings.in(Files.createTempDirectory("analytics-secured"))
                .withPartitions(1)
                .withProperties(properties(certificates, keys)));
        addScramUser(kafka);
        return new SecuredKafka(certificates, tokens, kafka);
    }

    /** {@code host:port} of a listener. */
    public String broker(String host, String listener) {
        return host + ":" + kafka.port(listener);
    }

    public TestCertificates certificates() {
        return certificates;
    }

    public TokenServer tokens() {
        return tokens;
    }

    @Override
    public void close() {
        kafka.close();
        tokens.close();
        System.clearProperty(ALLOWED_URLS);
    }

    private static Map<String, String> properties(TestCertificates certificates, Path keys) throws IOException {
        Map<String, String> properties = new HashMap<>(Map.of(
                "listeners",
                "SSL://127.0.0.1:0,MTLS://127.0.0.1:0,SASL_SSL://127.0.0.1:0,SASL_PLAINTEXT://127.0.0.1:0",
                "advertised.listeners",
                "SSL://localhost:0,MTLS://localhost:0,SASL_SSL://localhost:0,SASL_PLAINTEXT://localhost:0",
                "listener.security.protocol.map",
                "SSL:SSL,MTLS:SSL,SASL_SSL:SASL_SSL,SASL_PLAINTEXT:SASL_PLAINTEXT",
                "ssl.keystore.type",
                "PEM",
                "ssl.keystore.location",
                certificates.serverPem().toString(),
                "ssl.truststore.type",
                "PEM",
                "ssl.truststore.location",
                certificates.authority().toString(),
                "listener.name.mtls.ssl.client.auth",
                "required",
                "sasl.enabled.mechanisms",
                "PLAIN,SCRAM-SHA-256,SCRAM-SHA-512,OAUTHBEARER",
                "sasl.oauthbearer.jwks.endpoint.url",
                keys.toUri().toString()));
        for (String listener : SASL_LISTENERS) {
            String prefix = "listener.name." + listener + ".";
            properties.put(
                    prefix + "plain.sasl.jaas.config",
                    PlainLoginModule.class.getName() + " required user_" + USER + "=" + "\""
                            + PASSWORD.replace("\\", "\\\\").replace("\"", "\\\"") + "\";");
            properties.put(prefix + "scram-sha-256.sasl.jaas.config", ScramLoginModule.class.getName() + " required;");
            properties.put(prefix + "scram-sha-512.sasl.jaas.config", ScramLoginModule.class.getName() + " required;");
            properties.put(
                    prefix + "oauthbearer.sasl.jaas.config", OAuthBearerLoginModule.class.getName() + " required;");
            properties.put(
                    prefix + "oauthbearer.sasl.server.callback.handler.class",
                    OAuthBearerValidatorCallbackHandler.class.getName());
        }
        return properties;
    }

    private static void addScramUser(EmbeddedKafka kafka) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            // One after the other: a broker takes one change of a user in a request.
            for (ScramMechanism mechanism : List.of(ScramMechanism.SCRAM_SHA_256, ScramMechanism.SCRAM_SHA_512)) {
                admin.alterUserScramCredentials(List.of(credential(mechanism)))
                        .all()
                        .get();
            }
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static UserScramCredentialUpsertion credential(ScramMechanism mechanism) {
        return new UserScramCredentialUpsertion(USER, new ScramCredentialInfo(mechanism, 4_096), PASSWORD);
    }
}
