package dev.shortener.analytics.metrics;

import dev.shortener.analytics.event.DeviceType;
import dev.shortener.analytics.event.Reason;
import dev.shortener.analytics.event.TrafficChannel;

/**
 * What the pipeline counts, one method a fact. Thread-safe; no method blocks or throws.
 *
 * <p>How the counters add up: every record is {@link #consumed} each time it is delivered, and, once its batch has been settled,
 * it is {@link #stored}, a {@link #duplicate} or {@link #rejected}. The difference is in flight, or was dropped with its
 * partition and is delivered to the next owner.
 */
public interface PipelineMetrics {

    /** Records were read from the topic. */
    void consumed(int records, long bytes);

    /** Rows were added. */
    void stored(int rows);

    /** Rows were there already. */
    void duplicate(int rows);

    /** A record was acknowledged in the dead-letter topic. */
    void rejected(Reason reason);

    /** A batch goes round again: the world is broken. */
    void batchRetried();

    /**
     * The database failed a statement.
     *
     * @param sqlStateClass first two characters of the SQLSTATE; {@code "none"} if the server did not answer
     */
    void statementFailed(String sqlStateClass);

    /** A dead letter could not be published and is tried again. */
    void deadLetterRetried();

    /** A committed batch took this long from being read to being settled. */
    void batchSettled(int records, long nanos);

    /** A batch has gone through a step, whatever came of it; or positions were committed, or not. */
    default void stepTook(Step step, long nanos) {}

    /** A row was added so long after its click; less than nothing if the clocks differ. */
    default void clickStoredAfter(long millis) {}

    /**
     * Replaces what a member said before of itself.
     *
     * @param member number of the member in this process, from 0
     * @param load what it has to do; {@link MemberLoad#NONE} when it ends
     */
    default void memberHolds(int member, MemberLoad load) {}

    /** The offsets of a consumer were committed, or not. */
    void committed(boolean done);

    /** An outcome came for a partition that this consumer has since lost. */
    void staleOutcome();

    /** A click was also classed by the shadow lists. A click that is delivered again is counted again. */
    void shadowCompared();

    /** The shadow lists would have said another device. */
    void shadowDiffered(DeviceType from, DeviceType to);

    /** The shadow lists would have said another channel. */
    void shadowDiffered(TrafficChannel from, TrafficChannel to);

    /** The shadow lists would have said another source; which ones is not counted, as anybody can make up new ones. */
    void shadowSourceDiffered();

    /** The visitor of a click is not counted. A click that is delivered again is counted again. */
    default void visitorLeftOut(LeftOut reason) {}

    /** So many registers of sketches of visitors were written with their clicks. */
    default void visitorsMarked(int marks) {}

    /** Counts nothing. */
    PipelineMetrics NONE = new PipelineMetrics() {
        @Override
        public void consumed(int records, long bytes) {}

        @Override
        public void stored(int rows) {}

        @Override
        public void duplicate(int rows) {}

        @Override
        public void rejected(Reason reason) {}

        @Override
        public void batchRetried() {}

        @Override
        public void statementFailed(String sqlStateClass) {}

        @Override
        public void deadLetterRetried() {}

        @Override
        public void batchSettled(int records, long nanos) {}

        @Override
        public void committed(boolean done) {}

        @Override
        public void staleOutcome() {}

        @Override
        public void shadowCompared() {}

        @Override
        public void shadowDiffered(DeviceType from, DeviceType to) {}

        @Override
        public void shadowDiffered(TrafficChannel from, TrafficChannel to) {}

        @Override
        public void shadowSourceDiffered() {}
    };
}
