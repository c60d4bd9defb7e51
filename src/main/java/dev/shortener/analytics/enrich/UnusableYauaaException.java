package dev.shortener.analytics.enrich;

import org.jspecify.annotations.Nullable;

/** Yauaa cannot be used in this process: nothing is wrong with the user agent, and it must not be taken for one that says nothing. */
final class UnusableYauaaException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnusableYauaaException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
