package dev.shortener.analytics.enrich;

import dev.shortener.analytics.event.DeviceType;
import java.util.Set;

/**
 * What yauaa says of a user agent, in its own words. Immutable.
 *
 * @param deviceClass one of yauaa's classes; empty if it was not asked
 * @param agentName the browser's or the program's name
 * @param operatingSystem its system's name
 */
record AgentWords(String deviceClass, String agentName, String operatingSystem) {

    static final String STEP = "yauaa";

    /** Of a text that yauaa is not asked about. */
    static final AgentWords UNASKED = new AgentWords("", "", "");

    private static final int NAME_CHARS = 64;

    /** Words of yauaa that name nothing. */
    private static final Set<String> NO_NAMES = Set.of("Unknown", "??", "Hacker", "Anonymized", "NULL");

    /** Yauaa's system of robots: "Cloud", "Google Cloud" and so on. */
    private static final String NO_SYSTEM = "Cloud";

    private static final Cause NOT_ASKED = Cause.because("it is not asked: nobody's user agent is like this text");

    /** The same in this service's words. */
    Device device(Trace trace) {
        boolean unasked = deviceClass.isEmpty();
        Device device = new Device(type(deviceClass), name(agentName), name(operatingSystem));
        trace.said(
                Column.DEVICE_TYPE,
                STEP,
                unasked ? NOT_ASKED : Cause.rule(deviceClass, ""),
                device.type().label());
        trace.said(Column.BROWSER, STEP, unasked ? NOT_ASKED : Cause.NONE, device.browser());
        trace.said(Column.OS, STEP, unasked ? NOT_ASKED : Cause.NONE, device.os());
        return device;
    }

    /**
     * Yauaa's classes, of which there are more; a person wears or drives what is "Other". Its "Hacker" is any text that is malformed, also a
     * browser's that lost its semicolons.
     */
    private static DeviceType type(String deviceClass) {
        return switch (deviceClass) {
            case "Desktop" -> DeviceType.DESKTOP;
            case "Phone", "Mobile" -> DeviceType.MOBILE;
            case "Tablet" -> DeviceType.TABLET;
            case "TV", "Set-top box" -> DeviceType.TV;
            case "Robot", "Robot Mobile", "Robot Imitator" -> DeviceType.BOT;
            case "Watch",
                    "Virtual Reality",
                    "eReader",
                    "Game Console",
                    "Handheld Game Console",
                    "Car",
                    "Voice",
                    "Home Appliance" -> DeviceType.OTHER;
            default -> DeviceType.UNKNOWN;
        };
    }

    private static String name(String value) {
        boolean isNoName = NO_NAMES.contains(value) || value.endsWith(NO_SYSTEM);
        return isNoName ? "" : WellFormed.column(value, NAME_CHARS);
    }
}
