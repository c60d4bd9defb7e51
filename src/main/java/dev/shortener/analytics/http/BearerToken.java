package dev.shortener.analytics.http;

import dev.shortener.analytics.config.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** Whether a client may ask (RFC 6750). Immutable. */
final class BearerToken {

    private static final String SCHEME = "Bearer ";

    private final @Nullable Secret token;

    /**
     * @param token what clients must show; null if everybody may ask
     */
    BearerToken(@Nullable Secret token) {
        this.token = token;
    }

    /**
     * @param authorization the header of this name; null if there is none
     */
    boolean admits(@Nullable String authorization) {
        if (token == null) {
            return true;
        }
        return authorization != null
                && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                && isEqual(authorization.substring(SCHEME.length()).strip(), token.reveal());
    }

    /** In the same time, however much of it is right. */
    private static boolean isEqual(String shown, String expected) {
        return MessageDigest.isEqual(shown.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
    }
}
