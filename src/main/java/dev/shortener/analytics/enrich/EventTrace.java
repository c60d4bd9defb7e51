package dev.shortener.analytics.enrich;

import dev.shortener.analytics.event.ClickEvent;

/** Says what is taken from the event as it is. Stateless. */
final class EventTrace {

    private static final String EVENT = "event";

    private EventTrace() {}

    static void say(Trace trace, ClickEvent click) {
        trace.said(Column.SHORT_CODE, EVENT, Cause.rule("short_code", ""), click.shortCode());
        trace.said(
                Column.CLICKED_AT,
                EVENT,
                Cause.rule("timestamp", "seconds since 1970"),
                click.clickedAt().toString());
    }
}
