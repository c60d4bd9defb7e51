package dev.shortener.analytics.http.live;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** Knows the dead letters. Thread-safe; must not block. */
public interface LetterDesk {

    /**
     * How many there are of each reason and field, and the newest of them, without what they hold. Fails if the brokers do not answer.
     */
    Future<JsonObject> overview();

    /**
     * One of them with all that it holds, but no address. Fails if the brokers do not answer.
     *
     * @param partition of the dead-letter topic, from 0
     * @param offset from 0
     * @return empty if none stands there
     */
    Future<Optional<JsonObject>> letter(int partition, long offset);
}
