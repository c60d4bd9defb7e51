package dev.shortener.analytics.enrich;

import dev.shortener.analytics.event.ClickEvent;
import dev.shortener.analytics.event.Rejection;

/** What one record turned out to be: exactly one of a click and a rejection. */
public sealed interface Decoded {

    /**
     * The record is a click. Immutable.
     *
     * @param event the click, within all limits
     */
    record Click(ClickEvent event) implements Decoded {}

    /**
     * The record cannot be a click. Immutable.
     *
     * @param rejection why
     */
    record Rejected(Rejection rejection) implements Decoded {}
}
