package dev.shortener.analytics.kafka;

import dev.shortener.analytics.event.Position;
import dev.shortener.analytics.event.RawRecord;
import dev.shortener.analytics.event.TopicIdentity;
import dev.shortener.analytics.event.TraceContext;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** The headers that mean something to this service; their values are UTF-8 text. */
public final class RecordHeaders {

    /** CloudEvents, Kafka protocol binding 1.0.2, binary content mode: the event's id. */
    static final String CLOUD_EVENT_ID = "ce_id";

    /** With this the names of our own headers begin. */
    static final String OURS = "dlq.";

    /** How often the record of a dead letter has been rejected. */
    static final String ATTEMPTS = "dlq.attempts";

    /** Where a dead letter first stood, whatever has become of it since. */
    public static final String ORIGIN_CLUSTER_ID = "dlq.origin.cluster.id";

    public static final String ORIGIN_TOPIC = "dlq.origin.topic";
    public static final String ORIGIN_TOPIC_ID = "dlq.origin.topic.id";
    public static final String ORIGIN_PARTITION = "dlq.origin.partition";
    public static final String ORIGIN_OFFSET = "dlq.origin.offset";

    /** Kafka writes 22 characters. Whatever else is in there goes into no key of the database, and into no dead letter. */
    private static final Pattern TOPIC_ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private static final Pattern CLUSTER_ID = Pattern.compile("[!-~]{1,128}");
    private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9._-]{1,249}");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");
    private static final long MAX_ATTEMPTS = 1_000_000;

    private RecordHeaders() {}

    /** The record as workers get it. */
    static RawRecord raw(ConsumerRecord<byte[], byte[]> record) {
        return new RawRecord(record.offset(), record.value(), eventId(record.headers()), origin(record.headers()));
    }

    /** Where in its sender's trace a record was sent; empty if it does not say. */
    static Optional<TraceContext> trace(Headers headers) {
        return TraceContext.parse(text(headers, TraceContext.HEADER));
    }

    static @Nullable String eventId(Headers headers) {
        return text(headers, CLOUD_EVENT_ID);
    }

    /** Where a replayed dead letter first stood; null unless every header of it is there and can be read. */
    static @Nullable Position origin(Headers headers) {
        String cluster = text(headers, ORIGIN_CLUSTER_ID);
        String topic = text(headers, ORIGIN_TOPIC);
        String topicId = text(headers, ORIGIN_TOPIC_ID);
        String partition = text(headers, ORIGIN_PARTITION);
        String offset = text(headers, ORIGIN_OFFSET);
        if (cluster == null || topic == null || topicId == null || partition == null || offset == null) {
            return null;
        }
        if (!TOPIC_ID.matcher(topicId).matches()
                || !CLUSTER_ID.matcher(cluster).matches()
                || !TOPIC.matcher(topic).matches()) {
            return null;
        }
        try {
            return position(
                    new TopicIdentity(cluster, topic, topicId), Integer.parseInt(partition), Long.parseLong(offset));
        } catch (NumberFormatException forged) {
            return null;
        }
    }

    /** How often a record has been rejected before; 0 unless it is a dead letter that was sent again, and says so. */
    static int attempts(Headers headers) {
        return origin(headers) == null ? 0 : (int) Math.max(0, Math.min(number(headers, ATTEMPTS), MAX_ATTEMPTS));
    }

    /** A whole number of 0 or more; -1 if there is none. */
    static long number(Headers headers, String name) {
        String number = text(headers, name);
        return number == null || !NUMBER.matcher(number).matches() ? -1 : Long.parseLong(number);
    }

    private static @Nullable Position position(TopicIdentity topic, int partition, long offset) {
        return partition < 0 || offset < 0 ? null : new Position(topic, partition, offset);
    }

    public static @Nullable String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        byte[] value = header == null ? null : header.value();
        return value == null ? null : new String(value, StandardCharsets.UTF_8);
    }
}
