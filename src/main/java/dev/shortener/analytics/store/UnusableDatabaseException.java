package dev.shortener.analytics.store;

/** The database answers, and cannot be used until a person mends it: a missing table, a missing permission. */
public final class UnusableDatabaseException extends RuntimeException {

    /**
     * @param message what is wrong and how to mend it, without secrets
     */
    public UnusableDatabaseException(String message) {
        super(message);
    }

    /**
     * @param message what is wrong and how to mend it, without secrets
     */
    public UnusableDatabaseException(String message, Throwable cause) {
        super(message, cause);
    }
}
