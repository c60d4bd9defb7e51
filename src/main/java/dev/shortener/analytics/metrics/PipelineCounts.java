package dev.shortener.analytics.metrics;

/**
 * Counters of the pipeline, read one after the other while it runs: each is right for itself. Immutable.
 *
 * @param consumed records read, redeliveries included
 * @param stored rows added
 * @param duplicate rows that were there already
 * @param rejected records acknowledged in the dead-letter topic
 */
public record PipelineCounts(long consumed, long stored, long duplicate, long rejected) {

    /** Records of which it is known what became of them. */
    public long settled() {
        return stored + duplicate + rejected;
    }
}
