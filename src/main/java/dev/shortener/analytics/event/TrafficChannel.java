package dev.shortener.analytics.event;

/** The kinds of traffic source that are ever stored. */
public enum TrafficChannel {
    DIRECT("Direct"),
    SEARCH("Search"),
    SOCIAL("Social"),
    EMAIL("Email"),
    AI("AI"),
    PAID("Paid"),
    REFERRAL("Referral"),
    INTERNAL("Internal"),
    UNKNOWN("Unknown");

    private final String label;

    TrafficChannel(String label) {
        this.label = label;
    }

    /** The value of the column {@code traffic_channel}. */
    public String label() {
        return label;
    }
}
