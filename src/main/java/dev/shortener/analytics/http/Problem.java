package dev.shortener.analytics.http;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/**
 * Why a question is not answered, as RFC 9457 writes it. Immutable.
 *
 * @param status of HTTP
 * @param type last part of the URN that names its kind
 * @param title what kind it is, for people
 * @param detail what is wrong with this question
 * @param parameter that is at fault; null if none is
 */
public record Problem(int status, String type, String title, String detail, @Nullable String parameter) {

    static final String CONTENT_TYPE = "application/problem+json";

    static Problem invalid(InvalidParameterException fault) {
        return new Problem(
                400,
                "invalid-parameter",
                "A parameter cannot be used",
                String.valueOf(fault.getMessage()),
                fault.parameter());
    }

    static Problem unauthorized() {
        return new Problem(
                401,
                "unauthorized",
                "A token is needed",
                "send Authorization: Bearer with the value of Http.Token",
                null);
    }

    static Problem misdirected() {
        return new Problem(
                421,
                "misdirected",
                "Asked by a name that is not this machine's own",
                "without Http.Token, the host of the URL must be localhost or a loopback address",
                null);
    }

    static Problem notFound(String path) {
        return new Problem(404, "not-found", "There is nothing here", path + ": see /api/v1/openapi.yaml", null);
    }

    static Problem methodNotAllowed(String method) {
        return new Problem(
                405, "method-not-allowed", "Counts can only be read", method + " is not allowed; allowed: GET", null);
    }

    static Problem notAcceptable(String accept, String offered) {
        return new Problem(
                406, "not-acceptable", "Not in this format", "Accept '" + accept + "'; offered: " + offered, null);
    }

    static Problem unavailable() {
        return new Problem(
                503,
                "unavailable",
                "The database does not answer in time",
                "the counts cannot be read at present; ask again later, or for a shorter time",
                null);
    }

    /** Ends the request with it. */
    public void answer(RoutingContext request) {
        if (status == 401) {
            request.response().putHeader("WWW-Authenticate", "Bearer");
        }
        if (status == 405) {
            request.response().putHeader("Allow", "GET");
        }
        if (status == 503) {
            request.response().putHeader("Retry-After", "1");
        }
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", CONTENT_TYPE)
                .putHeader("Cache-Control", "no-store")
                .end(json(request.normalizedPath()).encode());
    }

    private JsonObject json(String path) {
        JsonObject json = new JsonObject()
                .put("type", "urn:analytics-consumer:problem:" + type)
                .put("title", title)
                .put("status", status)
                .put("detail", detail)
                .put("instance", path);
        return parameter == null ? json : json.put("parameter", parameter);
    }
}
