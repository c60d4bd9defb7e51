package dev.shortener.analytics.enrich;

import dev.shortener.analytics.event.DeviceType;

/**
 * What a user agent says of a device. Immutable.
 *
 * @param type its class
 * @param browser name without version, at most 64 characters, empty if unknown
 * @param os name without version, at most 64 characters, empty if unknown
 */
public record Device(DeviceType type, String browser, String os) {

    /** Of nobody who said anything. */
    static final Device UNKNOWN = new Device(DeviceType.UNKNOWN, "", "");
}
