package dev.shortener.analytics.kafka;

/** What a dead letter keeps of its record cannot be read; the message says why, as half a sentence about it. */
public final class UnreadableDeadLetterException extends RuntimeException {

    UnreadableDeadLetterException(String message) {
        super(message, null, false, false);
    }
}
