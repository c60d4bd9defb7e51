package dev.shortener.analytics.kafka;

import org.apache.kafka.common.KafkaException;

/** No record stands where one was looked for; the message says what there is. */
public final class AbsentRecordException extends KafkaException {

    AbsentRecordException(String message) {
        super(message);
    }
}
