package dev.shortener.analytics.http.live;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A file of the page. Immutable.
 *
 * @param content all of it
 * @param type its media type
 * @param tag changes with its content
 */
record WebFile(Buffer content, String type, String tag) {

    private static final int TAG_BYTES = 8;

    /**
     * Reads one from the class path.
     *
     * @param resource its whole name
     * @throws IllegalStateException if there is none: the jar is not whole
     */
    static WebFile read(String resource) {
        try (InputStream in = WebFile.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks " + resource);
            }
            byte[] bytes = in.readAllBytes();
            return new WebFile(Buffer.buffer(bytes), type(resource), tag(bytes));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String type(String resource) {
        return switch (resource.substring(resource.lastIndexOf('.'))) {
            case ".html" -> "text/html; charset=utf-8";
            case ".css" -> "text/css; charset=utf-8";
            case ".js" -> "text/javascript; charset=utf-8";
            case ".json" -> "application/json";
            case ".svg" -> "image/svg+xml";
            case ".woff2" -> "font/woff2";
            default -> "text/plain; charset=utf-8";
        };
    }

    private static String tag(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return '"' + HexFormat.of().formatHex(digest, 0, TAG_BYTES) + '"';
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
