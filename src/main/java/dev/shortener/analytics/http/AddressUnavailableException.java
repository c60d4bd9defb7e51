package dev.shortener.analytics.http;

/** A server cannot listen where it is configured to. */
public final class AddressUnavailableException extends RuntimeException {

    /**
     * @param message names the key, the address and what to do
     */
    public AddressUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
