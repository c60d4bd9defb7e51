package dev.shortener.analytics.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Which times are understood, and what is said of those that are not. */
class ReenrichWindowTest {

    @ParameterizedTest
    @CsvSource({
        "2026-11-01, 2026-11-01T00:00:00Z",
        "2026-11-01T10:00:00Z, 2026-11-01T10:00:00Z",
        "2026-11-01T10:00Z, 2026-11-01T10:00:00Z",
        "2026-11-01T10:00:00+01:00, 2026-11-01T09:00:00Z",
        "2026-11-01T10:00:00.5Z, 2026-11-01T10:00:00.500Z"
    })
    void days_begin_at_midnight_utc_and_times_have_an_offset(String text, String instant) {
        assertThat(ReenrichWindow.of(text, "2027-01-01").from()).isEqualTo(Instant.parse(instant));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "yesterday", "2026-13-01", "2026-02-30", "2026-11-01T10:00:00", "1731000000", "2026-11-1"})
    void what_is_no_time_is_named_with_what_is_allowed(String text) {
        assertThatThrownBy(() -> ReenrichWindow.of("2026-01-01", text))
                .hasMessage("--to '" + text
                        + "' is no time; allowed: a day, such as 2026-11-01, which begins at midnight UTC, or a time"
                        + " with its offset, such as 2026-11-01T10:00:00Z");
    }

    @Test
    void an_empty_or_inverted_window_and_an_absent_end_are_status_2() {
        assertThat(run("--from", "2026-11-02", "--to", "2026-11-01"))
                .startsWith("2 --from 2026-11-02T00:00:00Z is not before --to 2026-11-01T00:00:00Z");
        assertThat(run("--from", "2026-11-02", "--to", "2026-11-02")).startsWith("2 --from");
        assertThat(run("--from", "2026-11-02")).startsWith("2 Missing required option: '--to=TIME'");
        assertThat(run("--to", "2026-11-02")).startsWith("2 Missing required option: '--from=TIME'");
        assertThat(run("--from", "2026-11-02", "--to", "2026-11-03", "--top", "-1"))
                .startsWith("2 --top -1 is no number of 0 or more");
    }

    private static String run(String... options) {
        StringWriter err = new StringWriter();
        CommandLine line = Main.commandLine().setErr(new PrintWriter(err));
        String[] arguments = new String[options.length + 1];
        arguments[0] = "reenrich";
        System.arraycopy(options, 0, arguments, 1, options.length);
        return line.execute(arguments) + " " + err;
    }
}
