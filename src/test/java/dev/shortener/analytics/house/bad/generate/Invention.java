package dev.shortener.analytics.house.bad.generate;

import dev.shortener.analytics.house.bad.config.Settings;

/** Invents settings. */
public record Invention(Settings settings) {}
