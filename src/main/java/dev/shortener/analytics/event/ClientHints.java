package dev.shortener.analytics.event;

/**
 * What a browser says of itself beside its user agent, as it was sent (User-Agent Client Hints, WICG). Immutable.
 *
 * @param brands {@code Sec-CH-UA}, at most 512 characters, empty if absent
 * @param platform {@code Sec-CH-UA-Platform}, at most 64 characters, empty if absent
 * @param mobile {@code Sec-CH-UA-Mobile}: {@code ?1} or {@code ?0}, at most 8 characters, empty if absent
 * @param model {@code Sec-CH-UA-Model}, at most 128 characters, empty if absent
 */
public record ClientHints(String brands, String platform, String mobile, String model) {

    /** Of a browser that sends none. */
    public static final ClientHints NONE = new ClientHints("", "", "", "");

    public boolean isEmpty() {
        return brands.isEmpty() && platform.isEmpty() && mobile.isEmpty() && model.isEmpty();
    }
}
