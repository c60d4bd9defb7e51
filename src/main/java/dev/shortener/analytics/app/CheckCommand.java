package dev.shortener.analytics.app;

import dev.shortener.analytics.config.AppConfig;
import dev.shortener.analytics.config.DatabaseConfig;
import dev.shortener.analytics.config.EnrichConfig;
import dev.shortener.analytics.config.InvalidConfigException;
import dev.shortener.analytics.enrich.ClickEnricher;
import dev.shortener.analytics.kafka.KafkaFailure;
import dev.shortener.analytics.kafka.TopicProbe;
import dev.shortener.analytics.store.DatabaseFacts;
import dev.shortener.analytics.store.DatabaseProbe;
import dev.shortener.analytics.store.MigrationFailedException;
import dev.shortener.analytics.store.MigrationStatus;
import dev.shortener.analytics.store.Migrations;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Tries everything that the service needs, without consuming anything. */
@Command(
        name = "check",
        description = {
            "Checks the configuration, then tries broker, topics, database, schema and country database. Nothing is consumed "
                    + "and nothing is changed.",
            "Each line says what was tried, what was found, and how to mend it."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  analytics-consumer check -conf conf/consumer.yaml",
            "  analytics-consumer check --json | jq '.[] | select(.mend != \"\")'"
        })
final class CheckCommand implements Callable<Integer> {

    @Mixin
    private ConfigOptions config;

    @Option(names = "--json", description = "One JSON array for programs: verdict, tried, found, mend.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    private final List<CheckLine> lines = new ArrayList<>();

    @Override
    public Integer call() {
        AppConfig loaded = config.loadQuietly();
        report("ok", "configuration", config.file().toString());
        loaded.notices().forEach(notice -> report("note", "configuration", notice));
        checkBroker(loaded);
        if (checkDatabase(loaded) || !isReadBySameRole(loaded)) {
            checkReading(loaded);
        }
        checkCountries(loaded);
        checkLists(loaded.enrich());
        checkReach(loaded);
        if (json) {
            print(CheckLine.json(lines));
        }
        return lines.stream().anyMatch(CheckLine::isFault) ? 1 : 0;
    }

    private void checkBroker(AppConfig loaded) {
        String brokers = String.join(",", loaded.kafka().brokers());
        try (TopicProbe probe = new TopicProbe(loaded.kafka())) {
            report("ok", "broker", brokers + ", cluster " + probe.clusterId());
            checkTopic(probe, "topic", loaded.kafka().topic());
            checkTopic(probe, "dead letters", loaded.deadLetter().topic());
        } catch (RuntimeException unreachable) {
            fail(
                    "broker",
                    brokers + ": " + KafkaFailure.message(unreachable) + CheckLine.MEND
                            + "is it running, and is Brokers right?");
        }
    }

    private void checkTopic(TopicProbe probe, String what, String topic) {
        probe.partitions(topic)
                .ifPresentOrElse(
                        partitions -> report("ok", what, topic + ", " + partitions + " partitions"),
                        () -> report("note", what, topic + " is not there yet: it is created at the first start"));
    }

    /** @return whether it could be reached */
    private boolean checkDatabase(AppConfig loaded) {
        DatabaseConfig database = loaded.database();
        return look("database", database, "DataSource", DatabaseProbe::look, facts -> {
            report(
                    "ok",
                    "database",
                    server(database) + ", PostgreSQL " + facts.serverVersion() + ", role " + facts.role());
            facts.warnings().forEach(warning -> report("warn", "database", warning));
            facts.faults().forEach(fault -> report(CheckLine.ofFault("schema", fault)));
            if (loaded.privacy().visitors()) {
                checkVisitors(facts);
            }
            if (facts.faults().isEmpty()) {
                checkSchema(loaded);
            }
        });
    }

    private static boolean isReadBySameRole(AppConfig loaded) {
        return loaded.read().database().equals(loaded.database());
    }

    /** Clicks are stored whether or not they can be read. */
    private void checkReading(AppConfig loaded) {
        if (!loaded.http().enabled() && !loaded.grpc().enabled()) {
            return;
        }
        DatabaseConfig database = loaded.read().database();
        boolean visitors = loaded.privacy().visitors();
        look("reading", database, "Read.DataSource", probe -> probe.lookAtCounts(visitors), facts -> {
            facts.warnings().forEach(warning -> report("warn", "reading", warning));
            if (facts.warnings().isEmpty()) {
                report("ok", "reading", server(database) + ", role " + facts.role() + " may read the counts");
            }
        });
    }

    /** @return whether it could be reached */
    private <T> boolean look(
            String what,
            DatabaseConfig database,
            String key,
            Function<DatabaseProbe, Future<T>> question,
            Consumer<T> answered) {
        Vertx vertx = Vertx.vertx();
        try {
            answered.accept(question.apply(new DatabaseProbe(vertx, database)).await());
            return true;
        } catch (Exception unreachable) { // a future that is awaited throws what it failed with, checked or not
            fail(
                    what,
                    server(database) + ": " + unreachable.getMessage() + CheckLine.MEND + "is it running, and is " + key
                            + " right?");
            return false;
        } finally {
            vertx.close().await();
        }
    }

    private static String server(DatabaseConfig database) {
        return database.host() + ":" + database.port() + "/" + database.database();
    }

    private void checkVisitors(DatabaseFacts facts) {
        facts.visitorFaults().forEach(fault -> report(CheckLine.ofFault("visitors", fault)));
        if (facts.visitorFaults().isEmpty()) {
            report("ok", "visitors", "role " + facts.role() + " may ask for salts and add what is counted");
        }
    }

    private void checkSchema(AppConfig loaded) {
        MigrationStatus status;
        try {
            status = new Migrations(loaded.database()).status();
        } catch (MigrationFailedException unreadable) {
            if (!unreadable.isForbidden()) {
                throw unreadable;
            }
            report("note", "schema", "this role may not see its version; all that is written to is there");
            return;
        }
        if (status.pending().isEmpty()) {
            report("ok", "schema", "version " + status.version());
        } else {
            report(
                    "warn",
                    "schema",
                    "version " + status.version() + ", pending " + status.pending() + CheckLine.MEND
                            + "run the command migrate");
        }
    }

    private void checkCountries(AppConfig loaded) {
        CountryCheck found = CountryCheck.of(loaded.enrich().geoIpDbPath(), InstantSource.system());
        report(found.verdict(), "countries", found.found());
    }

    private void checkLists(EnrichConfig enrich) {
        try {
            report("ok", "lists", ClickEnricher.tryLists(enrich));
        } catch (InvalidConfigException invalid) {
            invalid.faults().forEach(fault -> fail("lists", fault));
        } catch (java.io.IOException unusable) {
            fail("lists", String.valueOf(unusable.getMessage()));
        }
    }

    /** What it listens on, and where its traces go. */
    private void checkReach(AppConfig loaded) {
        ReachCheck.devServer(loaded.devServer()).ifPresent(this::report);
        ReachCheck.collector(loaded.telemetry()).ifPresent(this::report);
    }

    private void fail(String what, String found) {
        report("FAIL", what, found);
    }

    private void report(String verdict, String what, String found) {
        report(CheckLine.of(verdict, what, found));
    }

    /** At once: a server that does not answer takes seconds. */
    private void report(CheckLine line) {
        lines.add(line);
        if (!json) {
            print(line.text(spec.commandLine().getColorScheme().ansi()));
        }
    }

    private void print(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }
}
