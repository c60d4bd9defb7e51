package dev.shortener.analytics.house.bad.metrics;

import dev.shortener.analytics.house.bad.config.Settings;

/** Is configured. */
public record Counts(Settings settings) {}
