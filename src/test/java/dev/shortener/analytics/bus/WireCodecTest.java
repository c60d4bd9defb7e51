package dev.shortener.analytics.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shortener.analytics.bus.BatchOutcome.RejectedRecord;
import dev.shortener.analytics.event.Position;
import dev.shortener.analytics.event.RawRecord;
import dev.shortener.analytics.event.Reason;
import dev.shortener.analytics.event.Rejection;
import dev.shortener.analytics.event.TopicIdentity;
import dev.shortener.analytics.event.TraceContext;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import io.vertx.junit5.VertxExtension;
import io.vertx.junit5.VertxTestContext;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(VertxExtension.class)
class WireCodecTest {

    private static final String ADDRESS = "here";

    private static final RecordBatch BATCH = new RecordBatch(
            new TopicIdentity("cluster", "clicks", "topic-id"),
            3,
            List.of(new RawRecord(7, new byte[] {1, 2, 3}, null, null)));

    static Stream<Object> messages() {
        return Stream.of(
                BATCH,
                new RecordBatch(
                        BATCH.topic(),
                        BATCH.partition(),
                        BATCH.records(),
                        new TraceContext("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", true)),
                new RecordBatch(
                        BATCH.topic(),
                        0,
                        List.of(
                                new RawRecord(Long.MAX_VALUE - 9, null, "e-1", new Position(BATCH.topic(), 7, 0)),
                                new RawRecord(Long.MAX_VALUE - 1, new byte[0], "Möz😀", null))),
                new BatchOutcome.Settled(
                        1, 2, List.of(new RejectedRecord(0, new Rejection(Reason.EMPTY, null, "is empty")))),
                new BatchOutcome.Failed("no connection"),
                new BatchOutcome.Impossible("the table is missing"));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void the_object_that_was_sent_is_the_one_that_arrives(Object sent, Vertx vertx, VertxTestContext test) {
        WireCodec.registerAll(vertx.eventBus());
        vertx.eventBus()
                .localConsumer(
                        ADDRESS,
                        message -> test.verify(() -> {
                            assertThat(message.body()).isSameAs(sent);
                            test.completeNow();
                        }));
        vertx.eventBus().send(ADDRESS, sent);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void without_the_codec_nothing_is_sent(Object message, Vertx vertx) {
        assertThatThrownBy(() -> vertx.eventBus().send(ADDRESS, message))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("No message codec");
    }

    @ParameterizedTest
    @MethodSource("messages")
    void what_another_node_reads_is_what_was_written(Object sent) {
        Buffer wire = Buffer.buffer("before");
        codecOf(sent).encodeToWire(wire, sent);
        assertThat(codecOf(sent).decodeFromWire("before".length(), wire))
                .usingRecursiveComparison()
                .isEqualTo(sent);
    }

    /** Batches are what crosses most: a record costs few bytes more than its value. */
    @Test
    void a_record_takes_four_bytes_beside_its_value() {
        List<RawRecord> records = IntStream.range(0, 1_000)
                .mapToObj(number -> new RawRecord(5_000_000_000L + number, new byte[100], null, null))
                .toList();
        Buffer wire = Buffer.buffer();
        RecordBatch batch = new RecordBatch(BATCH.topic(), 3, records);
        codecOf(batch).encodeToWire(wire, batch);
        assertThat(wire.length() - 1_000 * 100).isLessThanOrEqualTo(1_000 * 4 + 50);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void what_is_cut_or_changed_is_refused_or_read_as_something_never_more(Object sent) {
        Buffer wire = Buffer.buffer();
        codecOf(sent).encodeToWire(wire, sent);
        for (int length = 1; length < wire.length(); length++) {
            Buffer cut = wire.getBuffer(0, length);
            assertThatIllegalArgumentException().isThrownBy(() -> codecOf(sent).decodeFromWire(0, cut));
        }
        for (int position = 0; position < wire.length(); position++) {
            Buffer changed = wire.copy().setByte(position, (byte) 0xff);
            try {
                codecOf(sent).decodeFromWire(0, changed);
            } catch (IllegalArgumentException | NullPointerException refused) {
                assertThat(refused).hasMessageNotContaining("OutOf");
            }
        }
    }

    @Test
    void another_version_is_refused_by_name() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> codecOf(BATCH).decodeFromWire(0, Buffer.buffer(new byte[] {9})))
                .withMessage(
                        "dev.shortener.analytics.bus.RecordBatch came in format 9, allowed: 2, as all nodes must be"
                                + " of one version");
    }

    @Test
    void every_message_has_a_codec_of_its_own_name() {
        assertThat(codecs())
                .extracting(MessageCodec::name)
                .containsExactlyElementsOf(messages()
                        .map(message -> message.getClass().getName())
                        .distinct()
                        .toList());
        assertThat(codecs()).extracting(MessageCodec::systemCodecID).containsOnly((byte) -1);
    }

    @SuppressWarnings("unchecked")
    private static MessageCodec<Object, Object> codecOf(Object message) {
        return (MessageCodec<Object, Object>) codecs().stream()
                .filter(codec -> codec.name().equals(message.getClass().getName()))
                .findFirst()
                .orElseThrow();
    }

    /** In the order in which they are registered. */
    private static List<MessageCodec<?, ?>> codecs() {
        List<MessageCodec<?, ?>> codecs = new ArrayList<>();
        WireCodec.registerAll(new RememberingBus(codecs).proxy());
        return codecs;
    }
}
