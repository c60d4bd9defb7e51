package dev.shortener.analytics.config;

import java.util.Arrays;
import java.util.List;

/** How a client names itself to a broker; the names are those of the SASL registry, which Kafka uses in {@code sasl.mechanism}. */
public enum SaslMechanism {
    /** The password itself crosses the network. */
    PLAIN("PLAIN", true),
    /** A proof of the password crosses it (RFC 7677). */
    SCRAM_SHA_256("SCRAM-SHA-256", true),
    SCRAM_SHA_512("SCRAM-SHA-512", true),
    /** A token of an OAuth 2 server does (RFC 7628); user and password are the client's id and secret there. */
    OAUTHBEARER("OAUTHBEARER", true),
    /** Kerberos, which has its own configuration. */
    GSSAPI("GSSAPI", false);

    private final String wireName;
    private final boolean takesPassword;

    SaslMechanism(String wireName, boolean takesPassword) {
        this.wireName = wireName;
        this.takesPassword = takesPassword;
    }

    /** The name in Kafka's properties. */
    public String wireName() {
        return wireName;
    }

    /** Whether a user with a password can be named by it. */
    public boolean takesPassword() {
        return takesPassword;
    }

    /** @throws IllegalArgumentException if there is none of that name */
    static SaslMechanism of(String wireName) {
        return Arrays.stream(values())
                .filter(mechanism -> mechanism.wireName.equals(wireName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(wireName));
    }

    static List<String> wireNames() {
        return Arrays.stream(values()).map(SaslMechanism::wireName).toList();
    }
}
