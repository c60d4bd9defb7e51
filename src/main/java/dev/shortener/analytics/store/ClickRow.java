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
 * @param visitor what its visitor adds to the sketches of visitors; null if that is not counted. It is in no column
 */
public record ClickRow(UUID id, EnrichedClick click, @Nullable RulesVersion version, @Nullable VisitorMarks visitor) {

    /** A row whose visitor is not counted. */
    public ClickRow(UUID id, EnrichedClick click, @Nullable RulesVersion version) {
        this(id, click, version, null);
    }

    /** A row that does not say what it was made with. */
    public ClickRow(UUID id, EnrichedClick click) {
        this(id, click, null);
    }

    /** The same row with a visitor; with null as it is. */
    public ClickRow by(@Nullable VisitorMarks whose) {
        return whose == null ? this : new ClickRow(id, click, version, whose);
    }

    /** The number of its version; null where there is none. */
    @Nullable
    Short number(Map<RulesVersion, @Nullable Short> versions) {
        return version == null ? null : versions.get(version);
    }
}
