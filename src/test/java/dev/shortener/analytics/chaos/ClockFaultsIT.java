package dev.shortener.analytics.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shortener.analytics.support.Lab;
import java.time.Duration;
import java.util.EnumSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A clock that is set while the service runs. */
@Tag("chaos")
class ClockFaultsIT {

    private final Lab lab = new Lab().withTopic();

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void clock_jumped_by_hours() throws Exception {
        Fault fault = Fault.of(
                        "clock jumped 12 h ahead, then 12 h back", "nothing: a click may be a day ahead of the clock")
                .lasting(Scale.seconds(2, 10));
        try (ServiceWithClock service = ServiceWithClock.start(lab);
                Experiment experiment = Experiment.on(lab, fault.name())
                        .controlledBy("clock_jumped_two_days_back_makes_dead_letters_and_loses_nothing")) {
            experiment.flowing();
            service.jump(Duration.ofHours(12));
            Experiment.pause(fault.hold());
            service.jump(Duration.ofHours(-12));
            Experiment.pause(fault.hold());
            service.jump(Duration.ZERO);
            experiment.conclude(fault, service.memory());
        }
    }

    @Test
    void clock_jumped_two_days_back_makes_dead_letters_and_loses_nothing() throws Exception {
        Fault fault = Fault.of(
                        "clock jumped two days back",
                        "clicks of now lie out of range and become dead letters, to be sent again with `replay`; the others flow")
                .lasting(Scale.seconds(2, 10));
        try (ServiceWithClock service = ServiceWithClock.start(lab);
                Experiment experiment = Experiment.on(lab, fault.name())
                        .under(EnumSet.complementOf(EnumSet.of(Law.GOOD_STAYS_GOOD)))
                        .controlledBy("without_dead_letters_a_clock_two_days_back_loses_clicks")) {
            experiment.endure(
                    fault.injected(() -> service.jump(Duration.ofDays(-2))).healed(() -> service.jump(Duration.ZERO)),
                    service);
            Evidence evidence = Evidence.of(lab, experiment.load().log());
            assertThat(Oracle.complaints(evidence, EnumSet.of(Law.GOOD_STAYS_GOOD)))
                    .as("the oracle sees good clicks among the dead letters")
                    .isNotEmpty();
        }
    }
}
