package dev.shortener.analytics.config;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of certificates or of a private key (RFC 7468), looked at before anybody connects with it: a connection that can never be
 * made would be tried for ever. Immutable.
 *
 * @param text of the file
 */
record PemFile(String text) {

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");

    /** Names only the kind of thing: the file may be a key. */
    @Override
    public String toString() {
        return "PemFile[***]";
    }

    /**
     * @throws IOException if the file cannot be read
     */
    static PemFile read(Path file) throws IOException {
        return new PemFile(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
    }

    /**
     * All certificates in it, at least one.
     *
     * @throws UnusablePemException saying what is wrong, half a sentence without any of the file's content
     */
    List<X509Certificate> certificates() throws UnusablePemException {
        List<X509Certificate> certificates = new ArrayList<>();
        Matcher block = BLOCK.matcher(text);
        while (block.find()) {
            if (block.group(1).equals("CERTIFICATE")) {
                certificates.add(certificate(block.group(2)));
            }
        }
        if (certificates.isEmpty()) {
            throw new UnusablePemException("it holds no BEGIN CERTIFICATE block");
        }
        return certificates;
    }

    /**
     * Sees to it that it holds a private key, and the one that belongs to a certificate.
     *
     * @throws UnusablePemException saying what is wrong, half a sentence without any of the file's content
     */
    void requireKeyOf(X509Certificate certificate) throws UnusablePemException {
        PublicKey publicKey = certificate.getPublicKey();
        PrivateKey key = privateKey(publicKey.getAlgorithm());
        if (!belongTogether(key, publicKey)) {
            throw new UnusablePemException("it holds the key of another certificate");
        }
    }

    private PrivateKey privateKey(String algorithm) throws UnusablePemException {
        Matcher block = BLOCK.matcher(text);
        while (block.find()) {
            String kind = block.group(1);
            if (kind.equals("PRIVATE KEY")) {
                return privateKey(algorithm, block.group(2));
            }
            if (kind.endsWith("PRIVATE KEY")) {
                throw new UnusablePemException(
                        "it holds a " + kind + " block; needed is a PRIVATE KEY block, which is what"
                                + " openssl pkcs8 -topk8 -nodes -in old.key -out new.key makes of it");
            }
        }
        throw new UnusablePemException("it holds no BEGIN PRIVATE KEY block");
    }

    private static PrivateKey privateKey(String algorithm, String base64) throws UnusablePemException {
        try {
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(decoded(base64)));
        } catch (GeneralSecurityException | IllegalArgumentException unreadable) {
            throw new UnusablePemException(
                    "its private key cannot be read, or is not of the certificate's kind, " + algorithm);
        }
    }

    private static X509Certificate certificate(String base64) throws UnusablePemException {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(decoded(base64)));
        } catch (GeneralSecurityException | IllegalArgumentException unreadable) {
            throw new UnusablePemException("one of its certificates cannot be read");
        }
    }

    private static byte[] decoded(String base64) {
        return Base64.getMimeDecoder().decode(base64);
    }

    private static boolean belongTogether(PrivateKey key, PublicKey publicKey) throws UnusablePemException {
        try {
            Signature signature = Signature.getInstance(signatureOf(publicKey.getAlgorithm()));
            signature.initSign(key);
            byte[] signed = signature.sign();
            signature.initVerify(publicKey);
            return signature.verify(signed);
        } catch (InvalidKeyException | SignatureException others) {
            return false;
        } catch (GeneralSecurityException unknown) {
            throw new UnusablePemException("keys of the kind " + publicKey.getAlgorithm() + " are not supported");
        }
    }

    private static String signatureOf(String algorithm) {
        return switch (algorithm) {
            case "EC" -> "SHA256withECDSA";
            case "EdDSA" -> "EdDSA";
            default -> "SHA256with" + algorithm;
        };
    }
}
