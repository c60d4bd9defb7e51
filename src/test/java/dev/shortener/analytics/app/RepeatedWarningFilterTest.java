package dev.shortener.analytics.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.spi.FilterReply;
import java.time.Duration;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.junit.jupiter.api.Test;

class RepeatedWarningFilterTest {

    private static final String CLIENT = "org.apache.kafka.clients.NetworkClient";
    private static final String CAUSE =
            "[Consumer clientId=clicks-0, groupId=clicks] Connection could not be established";

    private final LoggerContext context = new LoggerContext();
    private long now = 42;
    private final RepeatedWarningFilter filter = new RepeatedWarningFilter(() -> now);

    @Test
    void a_cause_passes_once_in_ten_seconds() {
        assertThat(warn(CLIENT, CAUSE)).isTrue();
        assertThat(warn(CLIENT, CAUSE)).isFalse();
        after(Duration.ofMillis(9_999));
        assertThat(warn(CLIENT, CAUSE)).isFalse();
        after(Duration.ofMillis(1));
        assertThat(warn(CLIENT, CAUSE)).isTrue();
    }

    @Test
    void it_is_one_cause_whoever_complains_of_it() {
        warn(CLIENT, CAUSE);

        assertThat(warn(CLIENT, CAUSE.replace("clicks-0", "clicks-1"))).isFalse();
        assertThat(warn(CLIENT, "[Consumer clientId=clicks-0] Something else")).isTrue();
        assertThat(warn(CLIENT + "2", CAUSE)).isTrue();
    }

    @Test
    void nothing_but_warnings_of_the_kafka_clients_is_kept_back() {
        for (int time = 0; time < 3; time++) {
            assertThat(warn("dev.shortener.analytics.app.Pipeline", CAUSE)).isTrue();
            assertThat(passes(CLIENT, Level.ERROR, CAUSE)).isTrue();
            assertThat(passes(CLIENT, Level.INFO, CAUSE)).isTrue();
        }
    }

    @Test
    void that_a_broker_turned_a_client_away_is_for_the_service_to_say() {
        SaslAuthenticationException refusal = new SaslAuthenticationException("wrong password");
        Object[] withRefusal = {"127.0.0.1", refusal};

        assertThat(filter.decide(null, context.getLogger(CLIENT), Level.ERROR, CAUSE, null, refusal))
                .isEqualTo(FilterReply.DENY);
        assertThat(filter.decide(null, context.getLogger(CLIENT), Level.ERROR, CAUSE, withRefusal, null))
                .isEqualTo(FilterReply.DENY);
        assertThat(filter.decide(null, context.getLogger("other"), Level.ERROR, CAUSE, null, refusal))
                .isEqualTo(FilterReply.NEUTRAL);
    }

    @Test
    void what_it_remembers_is_bounded() {
        warn(CLIENT, CAUSE);
        for (int cause = 0; cause <= RepeatedWarningFilter.MAX_REMEMBERED; cause++) {
            warn(CLIENT, "cause " + cause);
        }

        assertThat(warn(CLIENT, CAUSE)).as("forgotten with all the others").isTrue();
    }

    private boolean warn(String logger, String format) {
        return passes(logger, Level.WARN, format);
    }

    private boolean passes(String logger, Level level, String format) {
        return filter.decide(null, context.getLogger(logger), level, format, null, null) != FilterReply.DENY;
    }

    private void after(Duration time) {
        now += time.toNanos();
    }
}
