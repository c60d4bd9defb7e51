package dev.shortener.analytics.house.bad.config;

import dev.shortener.analytics.house.bad.event.Happening;
import io.vertx.core.Vertx;

/** Knows an event, and Vert.x. */
public record Settings(Happening happening, Vertx vertx) {}
