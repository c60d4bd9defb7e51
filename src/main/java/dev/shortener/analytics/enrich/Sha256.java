package dev.shortener.analytics.enrich;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The hash by that name. Stateless. */
final class Sha256 {

    static final int BYTES = 32;

    private Sha256() {}

    static byte[] of(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform must provide SHA-256", missing);
        }
    }
}
