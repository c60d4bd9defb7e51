package dev.shortener.analytics.house.bad.kafka;

import dev.shortener.analytics.house.bad.store.TableImpl;
import io.vertx.core.Future;

/** Writes rows itself, on Vert.x. */
public record OffsetTracker(TableImpl table, Future<Void> written) {}
