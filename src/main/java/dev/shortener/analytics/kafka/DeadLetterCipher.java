package dev.shortener.analytics.kafka;

import dev.shortener.analytics.config.DeadLetterKey;
import dev.shortener.analytics.event.Position;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts what dead letters keep of their records with AES-256-GCM (NIST SP 800-38D), each with a random nonce of 96 bits. Thread-safe.
 *
 * <p>The origin is bound to it: what was put into another dead letter cannot be read. One key is good for 2^32 dead letters.
 */
final class DeadLetterCipher {

    private static final byte FORMAT = 1;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int START = 1 + NONCE_BYTES;

    private final SecureRandom random = new SecureRandom();
    private final SecretKeySpec key;

    DeadLetterCipher(DeadLetterKey key) {
        this.key = new SecretKeySpec(key.bytes(), "AES");
    }

    /** A byte for the format, the nonce, and the ciphertext with its tag. */
    byte[] seal(DeadLetterContent content, Position origin) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] plain = content.toBytes();
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce, origin);
            byte[] sealed = new byte[START + cipher.getOutputSize(plain.length)];
            sealed[0] = FORMAT;
            System.arraycopy(nonce, 0, sealed, 1, NONCE_BYTES);
            cipher.doFinal(plain, 0, plain.length, sealed, START);
            return sealed;
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("AES in Galois/counter mode with 256 bits cannot be used", missing);
        }
    }

    /**
     * @throws UnreadableDeadLetterException if it was encrypted with another key or for another origin, or was changed since
     */
    DeadLetterContent open(byte[] sealed, Position origin) {
        if (sealed.length < START || sealed[0] != FORMAT) {
            throw new UnreadableDeadLetterException("its value is not what this service encrypts");
        }
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, Arrays.copyOfRange(sealed, 1, START), origin);
            return DeadLetterContent.fromBytes(cipher.doFinal(sealed, START, sealed.length - START));
        } catch (GeneralSecurityException | IOException changed) {
            throw new UnreadableDeadLetterException("it was changed since it was encrypted");
        }
    }

    private Cipher cipher(int mode, byte[] nonce, Position origin) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        String bound = origin.topic().clusterId() + " " + origin.topic().topicId() + " " + origin.partition() + " "
                + origin.offset();
        cipher.updateAAD(bound.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
