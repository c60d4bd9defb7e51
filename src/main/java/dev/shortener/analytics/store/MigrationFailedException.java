package dev.shortener.analytics.store;

/** The schema could not be read or changed. What was done before the failing file stays done; that file has left nothing behind. */
public final class MigrationFailedException extends RuntimeException {

    private final boolean isForbidden;

    /**
     * @param message what went wrong, with the database's name and without secrets
     * @param isForbidden whether the role lacks a right
     * @param cause what was caught
     */
    MigrationFailedException(String message, boolean isForbidden, Throwable cause) {
        super(message, cause);
        this.isForbidden = isForbidden;
    }

    /** Whether the role lacks a right, and nothing else is known to be wrong. */
    public boolean isForbidden() {
        return isForbidden;
    }
}
