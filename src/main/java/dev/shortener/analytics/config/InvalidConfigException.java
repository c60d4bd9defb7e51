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

    /** All faults, in the order of the file. */
    public List<String> faults() {
        return faults;
    }
}
