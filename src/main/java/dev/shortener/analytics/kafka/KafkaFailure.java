package dev.shortener.analytics.kafka;

import org.apache.kafka.common.errors.AuthenticationException;
import org.jspecify.annotations.Nullable;

/** Says in one line what Kafka's clients say in several: "SSL handshake failed" is no reason, its cause is. */
public final class KafkaFailure {

    private KafkaFailure() {}

    /** The message, and the one of the innermost cause if it says more. */
    public static String message(Throwable failure) {
        String message = said(failure);
        String reason = said(innermost(failure));
        return message.contains(reason) ? message : message + ": " + reason;
    }

    /** Whether it says that a broker did not admit a client. */
    public static boolean isTurnedAway(@Nullable Object failure) {
        return failure instanceof AuthenticationException;
    }

    private static Throwable innermost(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static String said(Throwable failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }
}
