package dev.shortener.analytics.chaos;

import dev.shortener.analytics.demo.PostgresServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Signals to all processes of a database server, by their ids. Stateless. */
final class Signals {

    private Signals() {}

    /** From now on it answers nothing, and closes nothing. */
    static void freeze(PostgresServer server) throws IOException, InterruptedException {
        send("STOP", server);
    }

    static void thaw(PostgresServer server) throws IOException, InterruptedException {
        send("CONT", server);
    }

    private static void send(String signal, PostgresServer server) throws IOException, InterruptedException {
        ProcessHandle first = ProcessHandle.of(server.pid()).orElseThrow();
        List<String> command = new ArrayList<>(List.of("kill", "-" + signal));
        Stream.concat(Stream.of(first), first.descendants())
                .map(process -> Long.toString(process.pid()))
                .forEach(command::add);
        // A process that has ended meanwhile is no failure.
        new ProcessBuilder(command).start().waitFor();
    }
}
