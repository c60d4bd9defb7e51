package dev.shortener.analytics.store;

import dev.shortener.analytics.event.EnrichedClick;
import dev.shortener.analytics.event.RulesVersion;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of the table of clicks. Immutable.
 *
 * @param id a function of where the click came from, see {@link ClickIds}
 * @param click the columns that are taken or derived from the event
 * @param version what they were made with; null if that is not to be stored
 */
public record ClickRow(UUID id, EnrichedClick click, @Nullable RulesVersion version) {

    /** A row that does not say what it was made with. */
    public ClickRow(UUID id, EnrichedClick click) {
        this(id, click, null);
    }

    /** The number of its version; null where there is none. */
    @Nullable
    Short number(Map<RulesVersion, @Nullable Short> versions) {
        return version == null ? null : versions.get(version);
    }
}
