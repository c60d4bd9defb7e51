package dev.shortener.analytics.http;

import io.vertx.ext.web.Router;

/** What the server of the read API serves beside it. Called on the context of the server. */
public interface MoreRoutes {

    /** Mounts what everybody may have who can reach the server. */
    void mountOpen(Router router);

    /** Mounts what only those may have who may ask the read API. */
    void mountGuarded(Router router);

    /** The server is about to close. */
    void stop();

    /** Nothing. */
    MoreRoutes NONE = new MoreRoutes() {
        @Override
        public void mountOpen(Router router) {}

        @Override
        public void mountGuarded(Router router) {}

        @Override
        public void stop() {}
    };
}
