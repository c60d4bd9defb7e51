package dev.shortener.analytics.bench;

import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

/** What is changed, and how the points come about. Immutable. */
enum Series {
    MEMBERS("Consumers × processors", ScaleTrials::members),
    PARTITIONS("Partitions of the topic", ScaleTrials::partitions),
    ROWS("Rows that are there already", ScaleTrials::rows),
    AGENTS(
            "User agents and links, as many of each, drawn evenly; from 100,000 on 40,000 clicks are timed after 20,000",
            ScaleTrials::agents),
    HEAP("Heap, and a backlog of 5,000,000 clicks", ScaleTrials::heaps),
    COUNTS("Clicks counted for the read API, and not, in turn; 1,400,000 are timed after 500,000", ScaleTrials::counts),
    NODES("Nodes of a cluster, all on this machine: what sharing costs, and not what it gains", ScaleTrials::nodes);

    private final String title;

    @SuppressWarnings("ImmutableEnumChecker")
    private final Function<ScaleTrials, Stream<ScalePoint>> trials;

    Series(String title, Function<ScaleTrials, Stream<ScalePoint>> trials) {
        this.title = title;
        this.trials = trials;
    }

    String title() {
        return title;
    }

    /** Measures each point when it is asked for. */
    Stream<ScalePoint> measured(ScaleTrials with) {
        return trials.apply(with);
    }

    /** For file names and options. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
