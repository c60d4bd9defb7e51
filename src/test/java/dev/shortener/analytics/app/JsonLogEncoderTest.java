package dev.shortener.analytics.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonLogEncoderTest {

    private static final String LONE_SURROGATE = "\ud83d";

    private final LoggerContext context = new LoggerContext();
    private final JsonLogEncoder encoder = new JsonLogEncoder("clicks");

    @BeforeEach
    void asShipped() {
        context.setMDCAdapter(new LogbackMDCAdapter());
    }

    @AfterEach
    void forget() {
        context.getMDCAdapter().clear();
    }

    @Test
    void a_line_about_what_is_traced_says_where() {
        context.getMDCAdapter().put("trace", "0af7651916cd43dd8448eb211c80319c");
        context.getMDCAdapter().put("span", "b7ad6b7169203331");

        assertThat(encoded("hello", null).getMap())
                .containsEntry("trace", "0af7651916cd43dd8448eb211c80319c")
                .containsEntry("span", "b7ad6b7169203331");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plain",
                "\"quoted\" and \\ escaped",
                "two\nlines\r\nand a half",
                "tab\tbell\u0007 escape\u001b[31m nul\u0000",
                "next line\u0085 separators\u2028\u2029",
                "emoji \ud83d\ude00, Zürich, 東京",
                "}{][,:",
            })
    void any_content_is_one_line_that_says_it_again(String content) {
        assertThat(encoded(content, null).getString("content")).isEqualTo(content);
    }

    @Test
    void half_a_surrogate_pair_does_not_break_the_line() {
        assertThat(encoded("before " + LONE_SURROGATE + " after", null).getString("content"))
                .startsWith("before ")
                .endsWith(" after");
    }

    @Test
    void random_content_is_one_line() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int line = 0; line < 2_000; line++) {
            String content = random.ints(random.nextInt(40), 0, 0x10000)
                    .collect(StringBuilder::new, (text, c) -> text.append((char) c), StringBuilder::append)
                    .toString();
            assertThat(encoded(content, null).containsKey("content"))
                    .as("seed %d", seed)
                    .isTrue();
        }
    }

    @Test
    void an_exception_with_its_causes_stays_on_the_line() {
        Throwable thrown = new IllegalStateException("outer \"quoted\"\nsecond line", new RuntimeException("inner"));

        JsonObject line = encoded("it failed", thrown);

        assertThat(line.getString("content")).isEqualTo("it failed");
        assertThat(line.getString("stack"))
                .contains("outer \"quoted\"")
                .contains("Caused by: java.lang.RuntimeException: inner")
                .contains("JsonLogEncoderTest");
    }

    @Test
    void a_line_has_the_keys_that_go_zero_uses() {
        JsonObject line = encoded("hello", null);

        assertThat(line.fieldNames()).containsExactly("@timestamp", "level", "service", "caller", "thread", "content");
        assertThat(line.getString("level")).isEqualTo("warn");
        assertThat(line.getString("service")).isEqualTo("clicks");
        assertThat(line.getString("caller")).isEqualTo("some.Logger");
        assertThat(Instant.parse(line.getString("@timestamp"))).isEqualTo(Instant.ofEpochSecond(1_731_000_000));
    }

    private JsonObject encoded(String message, @Nullable Throwable thrown) {
        LoggingEvent event = new LoggingEvent(
                getClass().getName(), context.getLogger("some.Logger"), Level.WARN, message, thrown, null);
        event.setInstant(Instant.ofEpochSecond(1_731_000_000));
        String line = decoded(encoder.encode(event));
        assertThat(line).endsWith("}\n");
        assertThat(line.chars().filter(c -> c == '\n' || c == '\r').count()).isEqualTo(1);
        return new JsonObject(line);
    }

    /** Unlike {@code new String}, it refuses what is not UTF-8. */
    private static String decoded(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            throw new AssertionError("not UTF-8", notUtf8);
        }
    }
}
