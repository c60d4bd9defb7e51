package dev.shortener.analytics.bench.contender;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What a contender has to do, as it stands on its command line. Immutable.
 *
 * @param brokers where the clicks come from
 * @param jdbcUrl where they go, with user and password
 * @param topic to read from its beginning
 * @param group to read it as
 * @param batch most clicks that are written together
 * @param threads that read, or write, depending on the contender
 * @param clicks of one pass, for what measures itself
 */
public record Task(String brokers, String jdbcUrl, String topic, String group, int batch, int threads, long clicks) {

    /** As {@link #parse} reads it. */
    public List<String> arguments() {
        return List.of(
                "brokers=" + brokers,
                "jdbc=" + jdbcUrl,
                "topic=" + topic,
                "group=" + group,
                "batch=" + batch,
                "threads=" + threads,
                "clicks=" + clicks);
    }

    static Task parse(String... arguments) {
        Map<String, String> named = Arrays.stream(arguments)
                .map(argument -> argument.split("=", 2))
                .collect(Collectors.toMap(
                        pair -> pair[0], pair -> pair[1], (first, second) -> second, LinkedHashMap::new));
        return new Task(
                required(named, "brokers"),
                required(named, "jdbc"),
                required(named, "topic"),
                required(named, "group"),
                Integer.parseInt(required(named, "batch")),
                Integer.parseInt(required(named, "threads")),
                Long.parseLong(required(named, "clicks")));
    }

    private static String required(Map<String, String> named, String name) {
        return Objects.requireNonNull(named.get(name), () -> "the argument " + name + "=… is missing");
    }
}
