package dev.shortener.analytics.demo;

import java.nio.file.Path;
import java.util.List;

/** Servers that run on this machine, found by where they keep their data. Stateless. */
final class PostgresProcesses {

    private PostgresProcesses() {}

    /** Process ids of the servers whose data is below a folder. */
    static List<Long> below(Path folder) {
        return ProcessHandle.allProcesses()
                .filter(ProcessHandle::isAlive)
                .filter(process -> List.of(process.info().arguments().orElse(new String[0])).stream()
                        .anyMatch(argument -> argument.startsWith(folder + "/")))
                .filter(process -> process.info().command().orElse("/postgres").endsWith("/postgres"))
                .map(ProcessHandle::pid)
                .toList();
    }
}
