package dev.shortener.analytics.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final PrintStream terminal = new PrintStream(written, true, StandardCharsets.UTF_8);

    @Test
    void a_line_says_how_far_how_many_and_how_fast() {
        assertThat(Progress.line(1_500, 0.5, 1_000_000_000))
                .isEqualTo("[###############...............]  50 %  1,500 events  1,500/s ");
        assertThat(Progress.line(1_500, -1, 1_000_000_000)).isEqualTo("1,500 events  1,500/s ");
    }

    @Test
    void a_publication_that_ends_leaves_one_finished_line() {
        try (Progress progress = new Progress(terminal, true)) {
            progress.sent(1, 0.5);
            progress.end(2);
        }

        assertThat(text()).contains("100 %").endsWith(System.lineSeparator()).hasLineCount(1);
    }

    @Test
    void a_publication_that_fails_leaves_the_cursor_on_a_line_of_its_own() {
        try (Progress progress = new Progress(terminal, true)) {
            progress.sent(1, 0.5);
        }

        assertThat(text()).contains("50 %").endsWith(System.lineSeparator());
    }

    @Test
    void without_a_terminal_nothing_is_shown() {
        try (Progress progress = new Progress(terminal, false)) {
            progress.sent(1, 0.5);
            progress.end(1);
        }

        assertThat(text()).isEmpty();
    }

    private String text() {
        return written.toString(StandardCharsets.UTF_8).replace("\r", "");
    }
}
