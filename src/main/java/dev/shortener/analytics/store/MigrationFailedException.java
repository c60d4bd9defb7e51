package dev.shortener.analytics.store;

/** The schema could not be read or changed. What was done before the failing file stays done; that file has left nothing behind. */
public final class MigrationFailedException extends RuntimeException {

    /**
     * @param message what went wrong, with the database's name and without secrets
     * @param cause what was caught
     */
    public MigrationFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
