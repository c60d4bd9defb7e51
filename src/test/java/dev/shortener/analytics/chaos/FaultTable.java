package dev.shortener.analytics.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The page of all faults that have been tried: each run leaves a line in {@code target/faults}, and the page is made of what lies
 * there. Stateless; several processes may add at once.
 */
final class FaultTable {

    private static final Path LINES = Path.of("target", "faults");
    private static final Path PAGE = Path.of("target", "FAULTS.md");
    private static final Path LOCK = LINES.resolve(".lock");

    private static final List<String> HEAD = List.of(
            "# Faults",
            "",
            "Written by `make chaos`. Each fault is put to a real broker, a real PostgreSQL or the service, under a steady load of which"
                    + " one click in fifty is bad.",
            "Afterwards every click that a broker acknowledged must be one row or one dead letter and never both, nothing may be"
                    + " committed that is not durable, and the",
            "command `audit` must say that all is balanced. *Recovered* counts the seconds from the end of the fault until the group is less than half a second of"
                    + " load behind. *At risk* are the records",
            "that were in the topic and not committed when the fault ended. *Control* names the test that takes the guard out and sees"
                    + " the same check fail.",
            "",
            Scale.isFull()
                    ? "Faults last as long as they do in life."
                    : "This page is of the short form: faults last seconds. `make chaos` writes the long one.",
            "",
            "| fault | expected | seen | recovered | at risk | control |",
            "| --- | --- | --- | --- | --- | --- |");

    private FaultTable() {}

    /**
     * Adds a line, or replaces that of an earlier run.
     *
     * @param seen what happened
     * @param recovered from the end of the fault
     * @param atRisk records that were not committed at the end of the fault
     * @param control test in which the guard is out
     */
    static synchronized void add(Fault fault, String seen, Duration recovered, long atRisk, String control) {
        String line = "| %s | %s | %s | %.1f s | %,d | %s |"
                .formatted(fault.title(), fault.expected(), seen, recovered.toMillis() / 1_000.0, atRisk, control);
        System.out.println("chaos: " + line);
        String file = fault.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        try {
            Files.createDirectories(LINES);
            Files.writeString(LINES.resolve(file + ".md"), line + "\n");
            writePageAlone();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void writePageAlone() throws IOException {
        try (FileChannel lock = FileChannel.open(LOCK, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            lock.lock();
            writePage();
        }
    }

    private static void writePage() throws IOException {
        List<String> page = new ArrayList<>(HEAD);
        try (Stream<Path> files = Files.list(LINES)) {
            for (Path file : files.filter(line -> !line.equals(LOCK)).sorted().toList()) {
                page.add(Files.readString(file).strip());
            }
        }
        Files.write(PAGE, page);
    }
}
