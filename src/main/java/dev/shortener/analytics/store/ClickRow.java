package dev.shortener.analytics.store;

import dev.shortener.analytics.event.EnrichedClick;
import java.util.UUID;

/**
 * A row of the table of clicks. Immutable.
 *
 * @param id a function of where the click came from, see {@link ClickIds}
 * @param click every other column
 */
public record ClickRow(UUID id, EnrichedClick click) {}
