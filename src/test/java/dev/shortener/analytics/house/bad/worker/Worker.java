package dev.shortener.analytics.house.bad.worker;

import dev.shortener.analytics.house.bad.http.Page;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.AbstractVerticle;

/** Serves pages, counts by itself, and is a verticle of the old kind. */
public final class Worker extends AbstractVerticle {

    Page page;
    Counter counter;
}
