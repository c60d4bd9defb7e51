package dev.shortener.analytics.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineReaderTest {

    @Test
    void lines_end_with_lf_or_crlf_and_the_last_one_with_the_input() throws IOException {
        assertThat(lines("a\nbc\r\n\n\r\nd", 10)).containsExactly("a", "bc", "", "", "d");
    }

    @Test
    void a_final_line_end_begins_no_further_line() throws IOException {
        assertThat(lines("a\n", 10)).containsExactly("a");
        assertThat(lines("\n", 10)).containsExactly("");
        assertThat(lines("", 10)).isEmpty();
    }

    @Test
    void a_carriage_return_within_a_line_is_part_of_it() throws IOException {
        assertThat(lines("a\rb\n\r\r\n", 10)).containsExactly("a\rb", "\r");
    }

    @Test
    void a_line_that_is_too_long_is_cut_and_the_next_one_is_whole() throws IOException {
        assertThat(lines("abcdefgh\nij\n", 4)).containsExactly("abcd", "ij");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 65_535, 65_536, 65_537, 200_000})
    void lines_of_any_length_pass_through_the_buffer(int length) throws IOException {
        String line = "x".repeat(length);
        assertThat(lines(line + "\n" + line + "\nend", 1 << 20)).containsExactly(line, line, "end");
    }

    @Test
    void input_that_comes_byte_by_byte_gives_the_same_lines() throws IOException {
        InputStream dripping = new ByteArrayInputStream(bytes("ab\ncd\r\nef")) {
            @Override
            public synchronized int read(byte[] buffer, int offset, int length) {
                return super.read(buffer, offset, Math.min(1, length));
            }
        };
        assertThat(read(new LineReader(dripping, 10))).containsExactly("ab", "cd", "ef");
    }

    @Test
    void it_would_wait_only_when_neither_a_line_nor_input_is_there() throws IOException {
        LineReader reader = new LineReader(new ByteArrayInputStream(bytes("a\nb\n")), 10);
        assertThat(reader.wouldWait()).isFalse();
        reader.next();
        assertThat(reader.wouldWait()).isFalse();
        reader.next();
        assertThat(reader.wouldWait()).isTrue();
    }

    private static List<String> lines(String input, int maxBytes) throws IOException {
        return read(new LineReader(new ByteArrayInputStream(bytes(input)), maxBytes));
    }

    private static List<String> read(LineReader reader) throws IOException {
        List<String> lines = new ArrayList<>();
        byte[] line = reader.next();
        while (line != null) {
            lines.add(new String(line, StandardCharsets.UTF_8));
            line = reader.next();
        }
        return lines;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
