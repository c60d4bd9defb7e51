package dev.shortener.analytics.house.bad.enrich;

import dev.shortener.analytics.house.bad.bus.Message;

/** Takes its own messages. */
public record Guess(Message message) {}
