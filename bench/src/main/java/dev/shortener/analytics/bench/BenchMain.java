package dev.shortener.analytics.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The benchmark's command line: everything in one run, progress on standard error, goals on standard output. */
@Command(
        name = "bench",
        description = "Measures the service, other consumers and the limits of this machine, side by side.",
        mixinStandardHelpOptions = true)
public final class BenchMain implements Callable<Integer> {

    @Mixin
    private Options options = new Options();

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new BenchMain()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        List<Contender> contenders = options.contenders();
        DirectoryTree.delete(options.work());
        Files.createDirectories(options.work());
        Files.createDirectories(options.out());
        Scores scores = new Scores();
        try (Servers servers = Servers.start(options.work());
                Topics topics = new Topics(servers.brokers())) {
            Launcher launcher = new Launcher(options.work(), servers, options.heap());
            launcher.migrate();
            try (ClickTable table = new ClickTable(servers.jdbcUrl())) {
                Trials trials = new Trials(options, servers, launcher, topics, table);
                trials.prepare();
                new Rounds(options, contenders, trials, scores).run();
                write(scores, Machine.describe(table, options.heap()));
            }
        }
        DirectoryTree.delete(options.work().resolve("data"));
        new Goals(scores)
                .all()
                .forEach(goal -> System.out.printf(
                        "%-45s %-18s %8s  %s%n", goal.what(), goal.wanted(), goal.got(), goal.verdict()));
        if (options.isOnlyTrial()) {
            System.out.println("a pass was too short for any of these figures: take more --clicks");
        }
        return scores.failures().isEmpty() ? 0 : 1;
    }

    private void write(Scores scores, Map<String, String> machine) throws IOException {
        Plots plots = new Plots(scores);
        write("comparison.md", new MarkdownReport(scores, machine, options).text());
        write("comparison.json", JsonReport.text(scores, machine, options));
        write("comparison-drain.svg", plots.drain());
        write("comparison-cpu.svg", plots.cpu());
        write("comparison-latency.svg", plots.latency());
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(options.out().resolve(name), text);
    }
}
