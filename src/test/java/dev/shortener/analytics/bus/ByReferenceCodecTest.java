package dev.shortener.analytics.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shortener.analytics.bus.BatchOutcome.RejectedRecord;
import dev.shortener.analytics.event.RawRecord;
import dev.shortener.analytics.event.Reason;
import dev.shortener.analytics.event.Rejection;
import dev.shortener.analytics.event.TopicIdentity;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import io.vertx.junit5.VertxExtension;
import io.vertx.junit5.VertxTestContext;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(VertxExtension.class)
class ByReferenceCodecTest {

    private static final String ADDRESS = "here";

    private static final RecordBatch BATCH = new RecordBatch(
            new TopicIdentity("cluster", "clicks", "topic-id"),
            3,
            List.of(new RawRecord(7, new byte[] {1, 2, 3}, null, null)));

    static Stream<Object> messages() {
        return Stream.of(
                BATCH,
                new BatchOutcome.Settled(
                        1, 2, List.of(new RejectedRecord(0, new Rejection(Reason.EMPTY, null, "is empty")))),
                new BatchOutcome.Failed("no connection"),
                new BatchOutcome.Impossible("the table is missing"));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void the_object_that_was_sent_is_the_one_that_arrives(Object sent, Vertx vertx, VertxTestContext test) {
        ByReferenceCodec.registerAll(vertx.eventBus());
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

    @Test
    void what_does_not_leave_its_node_says_so_on_the_wire() {
        for (MessageCodec<?, ?> codec : codecs()) {
            assertThatThrownBy(() -> codec.decodeFromWire(0, Buffer.buffer()))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessage(codec.name() + " does not leave its node");
        }
        @SuppressWarnings("unchecked")
        MessageCodec<RecordBatch, ?> ofBatches = (MessageCodec<RecordBatch, ?>) codecs().get(0);
        Buffer wire = Buffer.buffer();
        assertThatThrownBy(() -> ofBatches.encodeToWire(wire, BATCH))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("dev.shortener.analytics.bus.RecordBatch does not leave its node");
        assertThat(wire.length()).isZero();
    }

    @Test
    void every_message_has_a_codec_of_its_own_name() {
        assertThat(codecs())
                .extracting(MessageCodec::name)
                .containsExactlyElementsOf(
                        messages().map(message -> message.getClass().getName()).toList());
        assertThat(codecs()).extracting(MessageCodec::systemCodecID).containsOnly((byte) -1);
    }

    /** In the order in which they are registered. */
    private static List<MessageCodec<?, ?>> codecs() {
        List<MessageCodec<?, ?>> codecs = new ArrayList<>();
        ByReferenceCodec.registerAll(new RememberingBus(codecs).proxy());
        return codecs;
    }
}
