package dev.shortener.analytics.app;

import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** The verticles of one kind. Thread-safe. */
final class Deployments {

    private final Vertx vertx;
    private final List<Future<String>> all = new CopyOnWriteArrayList<>();

    Deployments(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Fails as soon as one of them cannot be deployed. */
    Future<Void> deploy(int instances, Supplier<? extends Deployable> verticles) {
        for (int instance = 0; instance < instances; instance++) {
            all.add(vertx.deployVerticle(verticles.get()));
        }
        return Future.all(List.copyOf(all)).mapEmpty();
    }

    /** How many are deployed. */
    int size() {
        return (int) all.stream().filter(Future::succeeded).count();
    }

    /** Waits for those that are still starting: one whose end comes before its start would be told twice that it has failed. */
    Future<Void> undeploy() {
        List<Future<String>> ending = List.copyOf(all);
        all.removeAll(ending);
        return Future.join(ending).transform(started -> Future.join(ending.stream()
                        .filter(Future::succeeded)
                        .map(deployed -> vertx.undeploy(deployed.result()))
                        .toList())
                .mapEmpty());
    }
}
