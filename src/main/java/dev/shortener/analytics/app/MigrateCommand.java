package dev.shortener.analytics.app;

import dev.shortener.analytics.config.AppConfig;
import dev.shortener.analytics.store.MigrationReport;
import dev.shortener.analytics.store.Migrations;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Brings the tables of the configured database to what this version needs. */
@Command(
        name = "migrate",
        description =
                "Creates or extends the tables. Safe to repeat, and on a database that the shortener created by hand.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  analytics-consumer migrate -conf conf/consumer.yaml",
            "  analytics-consumer migrate --down-to 5"
        })
final class MigrateCommand implements Callable<Integer> {

    @Mixin
    private ConfigOptions config;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--down-to",
            paramLabel = "N",
            description = "Undoes every migration above version N instead; what its columns held is lost.")
    private @Nullable Integer downTo;

    @Override
    public Integer call() {
        if (downTo != null && downTo < 0) {
            throw new ParameterException(spec.commandLine(), "--down-to takes a version of 0 or more, not " + downTo);
        }
        AppConfig loaded = config.loadQuietly();
        Migrations migrations = new Migrations(loaded.database());
        MigrationReport report = downTo == null ? migrations.migrate() : migrations.migrateDownTo(downTo);
        print(report);
        return 0;
    }

    private void print(MigrationReport report) {
        PrintWriter out = spec.commandLine().getOut();
        report.scripts().forEach(script -> out.println("ran " + script));
        out.println(
                report.scripts().isEmpty()
                        ? "nothing to do, the schema is at version " + report.to()
                        : "the schema went from version " + report.from() + " to " + report.to());
    }
}
