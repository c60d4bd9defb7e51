package dev.shortener.analytics.enrich;

import dev.shortener.analytics.event.DeviceType;
import org.jspecify.annotations.Nullable;

/**
 * What has been made of a user agent. Immutable.
 *
 * @param device by the rules in use
 * @param shadowType by the shadow rules; by those in use if there are none
 * @param words yauaa's; null if it could not read the text
 */
record ClassifiedAgent(Device device, DeviceType shadowType, @Nullable AgentWords words) {

    /** Whether yauaa was asked, and had an answer: what takes long. */
    boolean isWorthKeeping() {
        return words != null && !words.equals(AgentWords.UNASKED);
    }
}
