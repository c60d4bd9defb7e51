package dev.shortener.analytics.metrics;

import java.util.Set;

/**
 * Metrics that libraries measure, by the beginning of their names. Immutable.
 *
 * <p>What each of them says is written where it is scraped, in its {@code HELP} line.
 */
@SuppressWarnings("ImmutableEnumChecker") // its collections are made by "of"
public enum MetricFamily {
    KAFKA_CONSUMER(
            "kafka_consumer_",
            "Micrometer's binder for Kafka clients",
            "what each member of the group measures of itself: fetching, its coordinator, its connections",
            "client_id",
            "kafka_version",
            "topic",
            "partition",
            "node_id"),
    KAFKA_PRODUCER(
            "kafka_producer_",
            "Micrometer's binder for Kafka clients",
            "the same of the producer of dead letters; there after the first of them",
            "client_id",
            "kafka_version",
            "topic",
            "node_id"),
    KAFKA_CLIENT(
            "kafka_app_info_",
            "Micrometer's binder for Kafka clients",
            "since when each client runs",
            "client_id",
            "kafka_version"),
    VERTX(
            "vertx_",
            "Micrometer's binder for Vert.x",
            "event bus, HTTP servers, connections to the database, worker pools",
            "code",
            "route",
            "pool_type",
            "pool_name",
            "side",
            "failure"),
    JVM(
            "jvm_",
            "Micrometer's binders for the JVM",
            "memory, garbage collection, threads, classes",
            "area",
            "id",
            "pool",
            "state",
            "action",
            "cause",
            "gc"),
    PROCESS("process_", "Micrometer's binders for the system", "processor, files, time since the start"),
    SYSTEM("system_", "Micrometer's binders for the system", "the machine's processors and load");

    private final String prefix;
    private final String source;
    private final String description;
    private final Set<String> labels;

    MetricFamily(String prefix, String source, String description, String... labels) {
        this.prefix = prefix;
        this.source = source;
        this.description = description;
        this.labels = Set.of(labels);
    }

    /** With this their names in Prometheus begin. */
    public String prefix() {
        return prefix;
    }

    /** Who measures them. */
    public String source() {
        return source;
    }

    /** What they are about. */
    public String description() {
        return description;
    }

    /** The labels that they may have. */
    public Set<String> labels() {
        return labels;
    }
}
