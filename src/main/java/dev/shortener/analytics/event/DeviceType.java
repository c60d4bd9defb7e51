package dev.shortener.analytics.event;

/** The seven classes of device that are ever stored. */
public enum DeviceType {
    DESKTOP("Desktop"),
    MOBILE("Mobile"),
    TABLET("Tablet"),
    TV("TV"),
    BOT("Bot"),
    /** A console, watch, car, speaker: a device for people that is none of the above. */
    OTHER("Other"),
    /** No user agent, or one that says nothing. */
    UNKNOWN("Unknown");

    private final String label;

    DeviceType(String label) {
        this.label = label;
    }

    /** The value of the column {@code device_type}. */
    public String label() {
        return label;
    }
}
