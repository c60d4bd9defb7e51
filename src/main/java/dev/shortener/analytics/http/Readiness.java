package dev.shortener.analytics.http;

import java.util.List;

/** Says whether the service does its work now. Called on any thread; it must not block. */
@FunctionalInterface
public interface Readiness {

    /** What is wrong, one sentence each; empty if the service is ready. */
    List<String> problems();
}
