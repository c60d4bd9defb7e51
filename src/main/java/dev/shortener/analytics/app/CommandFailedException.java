package dev.shortener.analytics.app;

/** The world does not let a command do its work: its message is one line for the user, and the exit status is 1. */
public final class CommandFailedException extends RuntimeException {

    /**
     * @param message what is wrong and what to do, in one line
     */
    public CommandFailedException(String message) {
        super(message);
    }
}
