package dev.shortener.analytics.kafka;

import dev.shortener.analytics.config.KafkaConfig;
import dev.shortener.analytics.config.SaslMechanism;
import dev.shortener.analytics.config.Secret;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule;
import org.apache.kafka.common.security.plain.PlainLoginModule;
import org.apache.kafka.common.security.scram.ScramLoginModule;

/** The properties by which a client names a user with a password. */
final class SaslLogin {

    /** A property of the process, for which the client's library has no public name. */
    static final String ALLOWED_ENDPOINTS = "org.apache.kafka.sasl.oauthbearer.allowed.urls";

    private SaslLogin() {}

    /** By the mechanism that is configured. */
    static Map<String, Object> of(KafkaConfig config, String username, Secret password) {
        SaslMechanism mechanism = config.saslMechanism();
        return switch (mechanism) {
            case PLAIN -> login(mechanism, jaas(PlainLoginModule.class, username, password));
            case SCRAM_SHA_256, SCRAM_SHA_512 -> login(mechanism, jaas(ScramLoginModule.class, username, password));
            case OAUTHBEARER -> token(config, username, password);
            case GSSAPI -> throw new IllegalArgumentException("GSSAPI takes no password");
        };
    }

    private static Map<String, Object> login(SaslMechanism mechanism, String jaas) {
        return Map.of(SaslConfigs.SASL_MECHANISM, mechanism.wireName(), SaslConfigs.SASL_JAAS_CONFIG, jaas);
    }

    /** Client credentials (RFC 6749, section 4.4), for the token endpoint that the configuration names. */
    private static Map<String, Object> token(KafkaConfig config, String clientId, Secret clientSecret) {
        allowTokenEndpoint(config);
        return Map.of(
                SaslConfigs.SASL_MECHANISM,
                SaslMechanism.OAUTHBEARER.wireName(),
                SaslConfigs.SASL_JAAS_CONFIG,
                OAuthBearerLoginModule.class.getName() + " required;",
                SaslConfigs.SASL_LOGIN_CALLBACK_HANDLER_CLASS,
                OAuthBearerLoginCallbackHandler.class.getName(),
                SaslConfigs.SASL_OAUTHBEARER_CLIENT_CREDENTIALS_CLIENT_ID,
                clientId,
                SaslConfigs.SASL_OAUTHBEARER_CLIENT_CREDENTIALS_CLIENT_SECRET,
                clientSecret.reveal());
    }

    /**
     * Kafka's clients ask no server for tokens that the process as a whole does not allow (CVE-2025-27817), as their configuration
     * may come from strangers. Here it is the operator's own.
     */
    private static synchronized void allowTokenEndpoint(KafkaConfig config) {
        Secret endpoint = config.properties().get(SaslConfigs.SASL_OAUTHBEARER_TOKEN_ENDPOINT_URL);
        String allowed = System.getProperty(ALLOWED_ENDPOINTS, "");
        if (endpoint != null && !List.of(allowed.split(",")).contains(endpoint.reveal())) {
            System.setProperty(
                    ALLOWED_ENDPOINTS, allowed.isEmpty() ? endpoint.reveal() : allowed + "," + endpoint.reveal());
        }
    }

    private static String jaas(Class<?> module, String username, Secret password) {
        return module.getName() + " required username=" + quoted(username) + " password=" + quoted(password.reveal())
                + ";";
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
