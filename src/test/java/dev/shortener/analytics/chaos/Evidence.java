package dev.shortener.analytics.chaos;

import dev.shortener.analytics.support.Lab;
import java.util.BitSet;
import java.util.Map;

/**
 * What the oracle judges by. Positions are read before rows and dead letters: whatever was committed must be there by then.
 *
 * @param sent what the broker has acknowledged
 * @param committed positions of the group, by partition
 * @param rows in the table
 * @param letters clicks in the dead-letter topic
 * @param audit what the service says itself of its books
 */
record Evidence(SentLog sent, Map<Integer, Long> committed, Rows rows, BitSet letters, Audit audit) {

    static Evidence of(Lab lab, SentLog sent) {
        Map<Integer, Long> committed = Backlog.of(lab).committed();
        return new Evidence(sent, committed, Rows.in(lab), DeadLetters.numbers(lab, sent), Audit.of(lab));
    }

    String summary() {
        return "%,d sent = %,d rows + %,d dead letters, %,d read again"
                .formatted(sent.size(), rows.once().cardinality(), letters.cardinality(), audit.duplicate());
    }
}
