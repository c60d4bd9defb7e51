package dev.shortener.analytics.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.vertx.junit5.VertxTestContext;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class SettleSignalTest {

    private static final Duration NEVER = Duration.ofHours(1);

    @Test
    void the_condition_is_asked_at_each_signal(Vertx vertx) {
        SettleSignal signal = new SettleSignal(Timers.of(vertx));
        AtomicInteger asked = new AtomicInteger();
        var reached = signal.until(() -> asked.incrementAndGet() == 3, NEVER);
        assertThat(reached.isComplete()).isFalse();
        signal.fire();
        assertThat(reached.isComplete()).isFalse();
        signal.fire();
        assertThat(reached.succeeded()).isTrue();
        signal.fire();
        assertThat(asked).hasValue(3);
    }

    @Test
    void what_holds_already_is_not_waited_for(Vertx vertx) {
        assertThat(new SettleSignal(Timers.of(vertx)).until(() -> true, NEVER).succeeded())
                .isTrue();
    }

    @Test
    void without_time_nothing_is_waited_for(Vertx vertx) {
        assertThat(new SettleSignal(Timers.of(vertx))
                        .until(() -> false, Duration.ZERO)
                        .succeeded())
                .isTrue();
        assertThat(new SettleSignal(Timers.of(vertx))
                        .until(() -> false, Duration.ofSeconds(-1))
                        .succeeded())
                .isTrue();
    }

    @Test
    void a_condition_that_never_holds_is_waited_for_a_bounded_time(Vertx vertx, VertxTestContext test) {
        SettleSignal signal = new SettleSignal(Timers.of(vertx));
        long timer = vertx.setPeriodic(5, now -> signal.fire());
        signal.until(() -> false, Duration.ofMillis(100)).onComplete(test.succeeding(done -> {
            vertx.cancelTimer(timer);
            test.completeNow();
        }));
    }
}
