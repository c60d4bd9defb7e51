package dev.shortener.analytics.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line of how the cost grows: one series after the other, progress on standard error. */
@Command(
        name = "scale-bench",
        description = "Measures how the service's rate and cost change with its setting and its load.",
        mixinStandardHelpOptions = true)
public final class ScaleMain implements Callable<Integer> {

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "SERIES",
            description = "${COMPLETION-CANDIDATES} (default: all). What was measured of the others before is kept.")
    private List<Series> only = List.of(Series.values());

    @Option(
            names = "--out",
            defaultValue = "docs/benchmarks",
            description = "Where tables, JSON and plots go (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of("docs/benchmarks");

    @Option(
            names = "--work",
            defaultValue = "bench/target/scale",
            description = "Where servers keep their data meanwhile (default: ${DEFAULT-VALUE}).")
    private Path work = Path.of("bench/target/scale");

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ScaleMain())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        DirectoryTree.delete(work);
        Files.createDirectories(work);
        Files.createDirectories(out);
        try (Servers servers = Servers.start(work);
                Topics topics = new Topics(servers.brokers())) {
            Launcher launcher = new Launcher(work, servers, Setup.SHIPPED.heap());
            launcher.migrate();
            try (ClickTable table = new ClickTable(servers.jdbcUrl())) {
                ScaleTrials trials = new ScaleTrials(launcher, topics, table);
                ScaleReport report = ScaleReport.in(out);
                for (Series series : only) {
                    List<ScalePoint> points = new ArrayList<>();
                    series.measured(trials).forEach(point -> {
                        System.err.println(series.key() + ": " + point);
                        points.add(point);
                    });
                    report.add(series, Machine.describe(table, Setup.SHIPPED.heap()), points);
                }
            }
        }
        DirectoryTree.delete(work.resolve("data"));
        return 0;
    }
}
