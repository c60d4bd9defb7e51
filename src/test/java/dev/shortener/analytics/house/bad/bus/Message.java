package dev.shortener.analytics.house.bad.bus;

import dev.shortener.analytics.house.bad.metrics.Counts;

/** Counts itself. */
public record Message(Counts counts) {}
