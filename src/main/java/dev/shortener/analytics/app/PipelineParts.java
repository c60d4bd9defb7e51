package dev.shortener.analytics.app;

import dev.shortener.analytics.enrich.GeoDatabase;
import dev.shortener.analytics.http.live.PartHealth;
import dev.shortener.analytics.http.live.PartHealth.State;
import dev.shortener.analytics.store.DatabaseFacts;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Asks each part of the service how it is. Thread-safe. */
final class PipelineParts {

    private final Questions questions;
    private final InstantSource clock;

    /**
     * What is asked.
     *
     * @param service says what it does, such as how many there are of what
     * @param problems what is wrong, one sentence each
     * @param lag answered by the brokers
     * @param database looks at it; fails if it cannot be reached
     * @param countries the country database in use, if there is one
     */
    record Questions(
            Supplier<String> service,
            Supplier<List<String>> problems,
            Supplier<Future<Long>> lag,
            Supplier<Future<DatabaseFacts>> database,
            Supplier<Optional<GeoDatabase>> countries) {}

    PipelineParts(Questions questions, InstantSource clock) {
        this.questions = questions;
        this.clock = clock;
    }

    /** Never fails: what does not answer is down. */
    Future<List<PartHealth>> look() {
        Future<PartHealth> kafka = kafka();
        Future<PartHealth> database = database();
        return Future.join(kafka, database)
                .transform(done ->
                        Future.succeededFuture(List.of(service(), kafka.result(), database.result(), countries())));
    }

    private PartHealth service() {
        List<String> problems = questions.problems().get();
        return problems.isEmpty()
                ? new PartHealth("Pipeline", State.OK, questions.service().get())
                : new PartHealth("Pipeline", State.DOWN, String.join("; ", problems));
    }

    private Future<PartHealth> kafka() {
        return questions
                .lag()
                .get()
                .map(lag -> new PartHealth("Kafka", State.OK, "answers"))
                .otherwise(silent -> new PartHealth("Kafka", State.DOWN, "the brokers do not answer"));
    }

    private Future<PartHealth> database() {
        return questions
                .database()
                .get()
                .map(PipelineParts::fit)
                .otherwise(silent -> new PartHealth("PostgreSQL", State.DOWN, "the database does not answer"));
    }

    private static PartHealth fit(DatabaseFacts facts) {
        if (!facts.faults().isEmpty()) {
            return new PartHealth("PostgreSQL", State.DOWN, facts.faults().get(0));
        }
        return facts.warnings().isEmpty()
                ? new PartHealth("PostgreSQL", State.OK, "version " + facts.serverVersion())
                : new PartHealth("PostgreSQL", State.NOTICE, facts.warnings().get(0));
    }

    private PartHealth countries() {
        Instant now = clock.instant();
        return questions
                .countries()
                .get()
                .map(database -> new PartHealth(
                        "Country database",
                        database.isOld(now) ? State.NOTICE : State.OK,
                        database.type() + ", " + database.age(now).toDays() + " days old"))
                .orElse(new PartHealth("Country database", State.NOTICE, "none: countries are not looked up"));
    }
}
