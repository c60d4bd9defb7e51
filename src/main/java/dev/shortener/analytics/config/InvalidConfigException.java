package dev.shortener.analytics.config;

import java.util.List;

/** The configuration cannot be used. Its message has one line for every fault: key path, value, what is allowed. */
public final class InvalidConfigException extends RuntimeException {

    private final transient List<String> faults;

    /**
     * @param faults one sentence each, secrets hidden, at least one
     */
    public InvalidConfigException(List<String> faults) {
        super(String.join("\n", faults));
        this.faults = List.copyOf(faults);
    }

    /** One fault. */
    public InvalidConfigException(String fault) {
        this(List.of(fault));
    }

    /** All faults: unknown keys first, then section by section. */
    public List<String> faults() {
        return faults;
    }
}
