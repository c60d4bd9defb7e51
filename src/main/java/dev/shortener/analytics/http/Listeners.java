package dev.shortener.analytics.http;

import dev.shortener.analytics.config.ListenerConfig;

/** What is said of where a server listens. Stateless. */
final class Listeners {

    private Listeners() {}

    /** A server cannot listen where it should. */
    static AddressUnavailableException unavailable(String section, ListenerConfig config, Throwable failure) {
        return new AddressUnavailableException(
                section + " cannot listen on " + inUrl(config.host()) + ":" + config.port() + " ("
                        + failure.getMessage() + "): choose another " + section + ".Port, 0 for a free one, or "
                        + section + ".Host, or turn it off by " + section + ".Enabled: false",
                failure);
    }

    static String inUrl(String host) {
        return host.indexOf(':') < 0 ? host : "[" + host + "]";
    }

    static String outOfUrl(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }
}
