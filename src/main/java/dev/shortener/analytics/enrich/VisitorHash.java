package dev.shortener.analytics.enrich;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tells visitors of one day apart, and nobody who they are: HMAC-SHA-256 (RFC 2104), keyed with the salt of the day, of network and user
 * agent. For one thread.
 *
 * <p>Of a link it is another hash than of all links, or of another link, so that nobody can see from two links that they had the same
 * visitor.
 */
public final class VisitorHash {

    private static final String ALGORITHM = "HmacSHA256";

    private final Mac mac;

    /**
     * @param salt of the day
     */
    public VisitorHash(byte[] salt) {
        try {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(salt, ALGORITHM));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java platform must provide " + ALGORITHM, missing);
        }
    }

    /**
     * A visitor, as 64 bits.
     *
     * @param ofLink among the visitors of the link
     * @param ofAllLinks among the visitors of all links
     */
    public record Hashes(long ofLink, long ofAllLinks) {}

    /**
     * @param shortCode of the link; not empty
     * @param network of the client, see {@link ClientNetwork}
     * @param userAgent of the client, empty if absent
     */
    public Hashes of(String shortCode, byte[] network, String userAgent) {
        // No short code begins with this byte, so that no link's hash is taken of what the hash of all links is taken
        // of.
        mac.update((byte) 0);
        mac.update((byte) network.length);
        mac.update(network);
        byte[] visitor = mac.doFinal(userAgent.strip().getBytes(StandardCharsets.UTF_8));
        mac.update(shortCode.getBytes(StandardCharsets.UTF_8));
        mac.update((byte) 0);
        byte[] visitorOfLink = mac.doFinal(visitor);
        return new Hashes(first64Bits(visitorOfLink), first64Bits(visitor));
    }

    private static long first64Bits(byte[] hash) {
        return ByteBuffer.wrap(hash).getLong();
    }
}
