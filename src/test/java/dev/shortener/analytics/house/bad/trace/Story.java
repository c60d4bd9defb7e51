package dev.shortener.analytics.house.bad.trace;

import dev.shortener.analytics.house.bad.kafka.OffsetTracker;

/** Tells of offsets. */
public record Story(OffsetTracker tracker) {}
