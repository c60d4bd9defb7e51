package dev.shortener.analytics.kafka;

import dev.shortener.analytics.config.KafkaConfig;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;

/**
 * Reads all dead letters that there are when it is made, outside any group: nothing is committed, nothing is remembered. Blocking;
 * confined to one thread.
 */
public final class DeadLetterReader implements AutoCloseable {

    private static final int RECORDS_OF_A_POLL = 500;

    private final TopicScan scan;
    private double fraction;

    /**
     * @param config where the cluster is
     * @param topic of the dead letters
     * @throws KafkaException if there is no such topic, or if the cluster cannot be reached
     */
    public DeadLetterReader(KafkaConfig config, String topic) {
        scan = new TopicScan(config, topic, RECORDS_OF_A_POLL);
    }

    /**
     * Hands out every dead letter, in the order of each partition.
     *
     * @param goOn asked before each of them; reading ends when it says no
     * @param letters told on the same thread
     * @throws KafkaException if the brokers do not answer
     */
    public void read(BooleanSupplier goOn, Consumer<DeadLetter> letters) {
        Optional<List<ConsumerRecord<byte[], byte[]>>> records = scan.nextRecords();
        while (records.isPresent()) {
            fraction = scan.fraction();
            for (ConsumerRecord<byte[], byte[]> record : records.get()) {
                if (!goOn.getAsBoolean()) {
                    return;
                }
                letters.accept(new DeadLetter(record));
            }
            records = scan.nextRecords();
        }
    }

    /** How much has been fetched, from 0 to 1. */
    public double fraction() {
        return fraction;
    }

    @Override
    public void close() {
        scan.close();
    }
}
