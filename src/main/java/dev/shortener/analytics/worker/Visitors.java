package dev.shortener.analytics.worker;

import dev.shortener.analytics.event.ClickEvent;
import dev.shortener.analytics.event.EnrichedClick;
import dev.shortener.analytics.store.VisitorMarks;
import org.jspecify.annotations.Nullable;

/** Tells what clicks of one batch add to the sketches of visitors. For one thread at a time. */
interface Visitors {

    /** Visitors are not counted. */
    Visitors NONE = (event, click) -> null;

    /**
     * @param click what the event became
     * @return null if its visitor is not counted
     */
    @Nullable
    VisitorMarks of(ClickEvent event, EnrichedClick click);
}
