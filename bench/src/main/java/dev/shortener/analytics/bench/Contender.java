package dev.shortener.analytics.bench;

import dev.shortener.analytics.bench.contender.CopyRows;
import dev.shortener.analytics.bench.contender.ParallelBatch;
import dev.shortener.analytics.bench.contender.PerMessage;
import dev.shortener.analytics.bench.contender.ReadOnly;
import dev.shortener.analytics.bench.contender.SpringBatch;
import java.util.List;

/** What is measured. Immutable: its lists are. */
@SuppressWarnings("ImmutableEnumChecker")
enum Contender {
    SERVICE("this service", Kind.SERVICE, Contender.class, List.of(1_000), 0, 1.0),
    SPRING("Spring Kafka batch listener", Kind.PEER, SpringBatch.class, List.of(500, 1_000, 5_000), 4, 1.0),
    PARALLEL("Confluent parallel-consumer", Kind.PEER, ParallelBatch.class, List.of(500, 1_000, 5_000), 8, 1.0),
    /** So slow that a fifth of the clicks takes as long. */
    KQ("per message, as go-queue's kq", Kind.PEER, PerMessage.class, List.of(1), 4, 0.2),
    COPY1("limit: COPY, 1 connection", Kind.LIMIT, CopyRows.class, List.of(1_000), 1, 1.0),
    COPY2("limit: COPY, 2 connections", Kind.LIMIT, CopyRows.class, List.of(1_000), 2, 1.0),
    CONSUME("limit: consume", Kind.LIMIT, ReadOnly.class, List.of(1_000), 1, 1.0, "made=nothing"),
    ENRICH("limit: consume and enrich", Kind.LIMIT, ReadOnly.class, List.of(1_000), 2, 1.0, "made=rows");

    /** How it is started and measured. */
    enum Kind {
        /** The shipped jar with its shipped configuration. */
        SERVICE,
        /** Another consumer of the same topic, with the product's enrichment. */
        PEER,
        /** A part of the work; it measures itself. */
        LIMIT
    }

    private final String label;
    private final Kind kind;
    private final Class<?> main;
    private final List<Integer> batches;
    private final int threads;
    private final double share;
    private final List<String> more;

    /**
     * @param main the program; of the service, the jar says it
     * @param batches sizes to try
     * @param threads that read; that write in what has one reader
     * @param share of the clicks that it is given
     * @param more arguments
     */
    Contender(
            String label, Kind kind, Class<?> main, List<Integer> batches, int threads, double share, String... more) {
        this.label = label;
        this.kind = kind;
        this.main = main;
        this.batches = batches;
        this.threads = threads;
        this.share = share;
        this.more = List.of(more);
    }

    String label() {
        return label;
    }

    Kind kind() {
        return kind;
    }

    Class<?> main() {
        return main;
    }

    List<Integer> batches() {
        return batches;
    }

    int threads() {
        return threads;
    }

    List<String> more() {
        return more;
    }

    /** Its part of so many clicks. */
    long partOf(long clicks) {
        return Math.round(clicks * share);
    }
}
