package dev.shortener.analytics.enrich;

import dev.shortener.analytics.event.ClientHints;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Stands for what yauaa was asked, where the text itself is not to be kept: half of its SHA-256. Immutable. Nobody finds two texts of one
 * key, so that nobody can have his user agent taken for another.
 */
record AgentKey(long high, long low) {

    /**
     * @param userAgent what yauaa is asked of it, see {@link OrdinaryPart}
     */
    static AgentKey of(String userAgent, ClientHints hints) {
        ByteBuffer hash = ByteBuffer.wrap(
                Sha256.of(bytes(List.of(userAgent, hints.brands(), hints.platform(), hints.mobile(), hints.model()))));
        return new AgentKey(hash.getLong(), hash.getLong());
    }

    /** Each with its length, so that what ends one cannot begin the next. */
    private static byte[] bytes(List<String> texts) {
        int chars = texts.stream().mapToInt(String::length).sum();
        ByteBuffer bytes = ByteBuffer.allocate(texts.size() * Integer.BYTES + chars * Character.BYTES);
        for (String text : texts) {
            bytes.putInt(text.length());
            for (int at = 0; at < text.length(); at++) {
                bytes.putChar(text.charAt(at));
            }
        }
        return bytes.array();
    }
}
