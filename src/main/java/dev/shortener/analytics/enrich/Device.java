package dev.shortener.analytics.enrich;

import dev.shortener.analytics.event.DeviceType;

/**
 * What a user agent says of the device behind it. Immutable.
 *
 * @param type the class of device
 * @param browser name without version, at most 64 characters, empty if unknown
 * @param os name of the operating system without version, at most 64 characters, empty if unknown
 */
public record Device(DeviceType type, String browser, String os) {

    /** No user agent, or none that says anything. */
    public static final Device UNKNOWN = new Device(DeviceType.UNKNOWN, "", "");

    /** The same of another class. */
    Device as(DeviceType other) {
        return other == type ? this : new Device(other, browser, os);
    }
}
