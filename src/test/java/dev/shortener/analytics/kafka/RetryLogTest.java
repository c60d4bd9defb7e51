package dev.shortener.analytics.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RetryLogTest {

    private static final Logger LOGGER = (Logger) LoggerFactory.getLogger(RetryLog.class);

    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final RetryLog log = new RetryLog(() -> now);

    @BeforeEach
    void listen() {
        lines.start();
        LOGGER.addAppender(lines);
    }

    @AfterEach
    void leave() {
        LOGGER.detachAppender(lines);
    }

    @Test
    void the_first_failure_is_a_warning_that_says_what_and_where_and_why() {
        log.failed("batch", "topic=clicks partition=0 offset=5..9", "no connection");
        assertThat(lines.list).singleElement().satisfies(line -> {
            assertThat(line.getLevel()).isEqualTo(Level.WARN);
            assertThat(line.getFormattedMessage())
                    .isEqualTo("batch is tried again topic=clicks partition=0 offset=5..9 cause=\"no connection\""
                            + " suppressed=0");
        });
    }

    @Test
    void the_next_ones_are_counted_and_said_when_it_was_quiet_for_ten_seconds() {
        for (int failure = 0; failure < 100; failure++) {
            log.failed("batch", "here", "no connection");
            now = now.plusMillis(99);
        }
        assertThat(messages()).hasSize(1);
        now = now.plusMillis(100);
        log.failed("batch", "here", "no connection");
        assertThat(messages()).hasSize(2).last().asString().endsWith("suppressed=99");
    }

    @Test
    void the_count_starts_again_after_it_was_said() {
        log.failed("poll", "", "no answer");
        log.failed("poll", "", "no answer");
        now = now.plusSeconds(10);
        log.failed("poll", "", "no answer");
        now = now.plusSeconds(10);
        log.failed("poll", "", "no answer");
        assertThat(messages())
                .extracting(message -> message.substring(message.indexOf("suppressed")))
                .containsExactly("suppressed=0", "suppressed=1", "suppressed=0");
    }

    private List<String> messages() {
        return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}
