package dev.shortener.analytics.chaos;

import java.time.Duration;

/**
 * One thing that goes wrong, and how it ends.
 *
 * @param name as in the table of faults
 * @param expected what the service does about it
 * @param hold how long it lasts
 * @param within longest time until the backlog is gone, from its end
 * @param inject makes it happen
 * @param heal ends it
 */
record Fault(String name, String expected, Duration hold, Duration within, Step inject, Step heal) {

    /** Something that is done to a server or to the service. */
    interface Step {
        Step NOTHING = () -> {};

        void run() throws Exception;
    }

    static Fault of(String name, String expected) {
        return new Fault(name, expected, Duration.ZERO, Duration.ofSeconds(60), Step.NOTHING, Step.NOTHING);
    }

    /** The name, and how long it lasts. */
    String title() {
        return hold.isZero() ? name : name + ", " + hold.toSeconds() + " s";
    }

    Fault lasting(Duration time) {
        return new Fault(name, expected, time, within, inject, heal);
    }

    Fault overWithin(Duration time) {
        return new Fault(name, expected, hold, time, inject, heal);
    }

    Fault injected(Step step) {
        return new Fault(name, expected, hold, within, step, heal);
    }

    Fault healed(Step step) {
        return new Fault(name, expected, hold, within, inject, step);
    }
}
