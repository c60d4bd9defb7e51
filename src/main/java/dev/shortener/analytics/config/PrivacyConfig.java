package dev.shortener.analytics.config;

/**
 * What is done with what clicks say of people, beyond their rows. Immutable.
 *
 * @param visitors whether visitors are counted
 */
public record PrivacyConfig(boolean visitors) {}
