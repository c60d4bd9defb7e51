package dev.shortener.analytics.app;

import dev.shortener.analytics.config.AppConfig;
import dev.shortener.analytics.kafka.DeadLetter;
import dev.shortener.analytics.kafka.SingleDeadLetterReader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * Where a dead letter stands, as people write it. Immutable.
 *
 * @param partition of the dead-letter topic, from 0
 * @param offset from 0
 */
record DeadLetterPlace(int partition, long offset) {

    private static final Pattern TEXT = Pattern.compile("(\\d{1,9}):(\\d{1,18})");

    /**
     * @param name of the option or parameter that has the text
     * @throws ParameterException if it is no place
     */
    static DeadLetterPlace parse(String text, String name, CommandLine command) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new ParameterException(
                    command, name + " '" + text + "' is no place; allowed: PARTITION:OFFSET, such as 2:17");
        }
        return new DeadLetterPlace(Integer.parseInt(parts.group(1)), Long.parseLong(parts.group(2)));
    }

    /**
     * Reads what stands there; blocking.
     *
     * @throws org.apache.kafka.common.KafkaException if there is nothing, saying what there is, or if the cluster cannot be reached
     */
    DeadLetter read(AppConfig config) {
        try (SingleDeadLetterReader reader = new SingleDeadLetterReader(config.kafka())) {
            return reader.read(config.deadLetter().topic(), partition, offset);
        }
    }

    @Override
    public String toString() {
        return partition + ":" + offset;
    }
}
