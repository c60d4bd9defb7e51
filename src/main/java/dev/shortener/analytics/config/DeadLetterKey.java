package dev.shortener.analytics.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/** The key that dead letters are encrypted with: 32 bytes, never printed. Immutable. */
public final class DeadLetterKey {

    /** What a text must be to be one. */
    static final String RULE = "32 random bytes in base64 or hexadecimal, such as openssl rand -base64 32 makes";

    private static final int BYTES = 32;
    private static final int HEX_CHARS = 2 * BYTES;
    private static final int ID_BYTES = 8;

    private final byte[] bytes;

    private DeadLetterKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The key that a text is; space around it, such as the end of a line of a file, is none of it. */
    public static Optional<DeadLetterKey> parse(String text) {
        String bare = text.strip();
        try {
            byte[] decoded = bare.length() == HEX_CHARS
                    ? HexFormat.of().parseHex(bare)
                    : Base64.getDecoder().decode(bare);
            return decoded.length == BYTES ? Optional.of(new DeadLetterKey(decoded)) : Optional.empty();
        } catch (IllegalArgumentException neither) {
            return Optional.empty();
        }
    }

    /** The 32 bytes, a copy. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** A name for the key that does not give it away: the beginning of a SHA-256 of it. */
    public String id() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update("dead-letter key id".getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest.digest(bytes), 0, ID_BYTES);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform must provide SHA-256", missing);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DeadLetterKey key && MessageDigest.isEqual(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return id().hashCode();
    }

    /** Names the key, and says nothing of it. */
    @Override
    public String toString() {
        return "key " + id();
    }
}
