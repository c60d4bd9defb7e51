package dev.shortener.analytics.chaos;

import static org.awaitility.Awaitility.await;

import dev.shortener.analytics.support.Lab;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** One fault under a steady load, from the first click to the verdict of the oracle. For the thread of one test. */
final class Experiment implements AutoCloseable {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int WARM_UP = 200;
    private static final int PER_SECOND = 400;

    private final Lab lab;
    private final Backlog backlog;
    private final String name;
    private final long seed;
    private final Load load;
    private Set<Law> laws = Oracle.ALL;
    private String control = "";

    private Experiment(Lab lab, String name, long seed, Load load) {
        this.lab = lab;
        this.backlog = Backlog.of(lab);
        this.name = name;
        this.seed = seed;
        this.load = load;
    }

    /** Starts the load. */
    static Experiment on(Lab lab, String name) {
        return on(lab, name, 0, PER_SECOND);
    }

    /**
     * Starts the load.
     *
     * @param first number of the first click
     * @param perSecond clicks
     */
    static Experiment on(Lab lab, String name, int first, int perSecond) {
        long seed = Seed.next(name);
        return new Experiment(lab, name, seed, Load.start(lab.brokers(), lab.topic(), first, perSecond, seed));
    }

    /** The test in which the guard is out. */
    Experiment controlledBy(String test) {
        this.control = "`" + test + "`";
        return this;
    }

    /** Less than all laws. */
    Experiment under(Set<Law> less) {
        this.laws = less;
        return this;
    }

    long seed() {
        return seed;
    }

    Load load() {
        return load;
    }

    Backlog backlog() {
        return backlog;
    }

    /** Waits until clicks flow. */
    Experiment flowing() {
        await("clicks flow")
                .atMost(SOON)
                .ignoreExceptions()
                .until(() -> lab.count() > WARM_UP
                        && backlog.committed().values().stream()
                                        .mapToLong(Long::longValue)
                                        .sum()
                                > WARM_UP);
        return this;
    }

    /** What is wrong at the end; no exception if the backlog stays. */
    Evidence evidenceOf(Fault fault) throws Exception {
        flowing();
        fault.inject().run();
        pause(fault.hold());
        fault.heal().run();
        load.stop();
        pause(fault.within());
        return Evidence.of(lab, load.log());
    }

    /**
     * @throws AssertionError if a law is broken, the backlog stays, or the service holds too much
     */
    void endure(Fault fault, Service service) throws Exception {
        flowing();
        service.memory();
        fault.inject().run();
        await(name + ": bounds")
                .during(fault.hold())
                .atMost(fault.hold().plus(SOON))
                .until(service::isWithinBounds);
        String memory = service.memory();
        fault.heal().run();
        conclude(fault, memory);
    }

    /** What follows the end of a fault: recovery, verdict, a line in the table. */
    void conclude(Fault fault, String memory) {
        long ended = System.nanoTime();
        long atRisk = await().atMost(SOON).ignoreExceptions().until(backlog::records, records -> true);
        await(name + ": backlog")
                .atMost(fault.within())
                .ignoreExceptions()
                .pollInterval(Duration.ofMillis(50))
                .until(() -> backlog.records() <= load.perSecond() / 2);
        Duration recovered = Duration.ofNanos(System.nanoTime() - ended);
        Set<Law> already = EnumSet.copyOf(Law.AT_ANY_TIME);
        already.retainAll(laws);
        Oracle.demand(Evidence.of(lab, load.log()), already);
        SentLog sent = load.stop();
        await(name + ": nothing is left").atMost(SOON).ignoreExceptions().until(() -> backlog.records() == 0);
        Evidence evidence = Evidence.of(lab, sent);
        Oracle.demand(evidence, laws);
        FaultTable.add(
                fault,
                "balanced: " + evidence.summary() + "; " + memory + "; seed " + seed,
                recovered,
                atRisk,
                control);
    }

    @Override
    public void close() {
        load.close();
    }

    static void pause(Duration time) {
        await().pollDelay(time).atMost(time.plus(SOON)).until(() -> true);
    }
}
