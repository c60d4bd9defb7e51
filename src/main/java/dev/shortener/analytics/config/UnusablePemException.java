package dev.shortener.analytics.config;

/** A file does not hold the certificate or key that it should. */
final class UnusablePemException extends Exception {

    /**
     * @param message what is wrong, half a sentence without any of the file's content
     */
    UnusablePemException(String message) {
        super(message);
    }
}
