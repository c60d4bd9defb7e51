package dev.shortener.analytics.chaos;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.shortener.analytics.app.AuditRun;
import dev.shortener.analytics.support.Lab;
import dev.shortener.analytics.support.ServiceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/**
 * What the command {@code audit} says. Immutable.
 *
 * @param status its exit status
 * @param duplicate records that were there already when they were written
 * @param faults what is off
 */
record Audit(int status, long duplicate, List<String> faults) {

    private static final int UNBALANCED = 1;

    private static final Logger ROOT = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

    /** Runs it as an operator would, with a file that names the lab's servers. */
    static Audit of(Lab lab) {
        try {
            Path folder = Files.createTempDirectory("audit");
            Path file = Path.of(ServiceFile.of(lab, folder, "Log: {Level: error}"));
            Level level = ROOT.getLevel();
            try {
                AuditRun run = AuditRun.json(file.toString());
                return new Audit(run.status(), run.duplicate(), run.faults());
            } finally {
                ROOT.setLevel(level); // which the command has set as its file says
                Files.delete(file);
                Files.delete(folder);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** What it complains of; empty if all is balanced. */
    Optional<String> imbalance() {
        return status == 0 && faults.isEmpty() ? Optional.empty() : Optional.of(complaint());
    }

    /** The same, but that it may complain of clicks that are counted twice. */
    Optional<String> imbalanceButForRepeats() {
        boolean isRepeat = status == UNBALANCED
                && !faults.isEmpty()
                && faults.stream().allMatch(fault -> fault.startsWith("counted_twice"));
        return isRepeat ? Optional.empty() : imbalance();
    }

    private String complaint() {
        return "audit ends with status " + status + ": " + faults;
    }
}
