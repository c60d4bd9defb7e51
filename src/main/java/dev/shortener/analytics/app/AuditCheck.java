package dev.shortener.analytics.app;

import java.util.List;

/**
 * One promise and whether the books keep it. Immutable.
 *
 * @param name in a word that stays the same
 * @param verdict the figures in a sentence
 * @param faults what is off; empty if nothing is
 * @param uncheckable what nobody can tell any more, because it is no longer retained; no fault
 * @param notes what a reader may want to know and is no fault
 */
record AuditCheck(
        String name, String verdict, List<Discrepancy> faults, List<Discrepancy> uncheckable, List<String> notes) {

    AuditCheck {
        faults = List.copyOf(faults);
        uncheckable = List.copyOf(uncheckable);
        notes = List.copyOf(notes);
    }

    boolean balanced() {
        return faults.isEmpty();
    }
}
