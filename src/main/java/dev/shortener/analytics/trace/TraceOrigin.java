package dev.shortener.analytics.trace;

/**
 * What every span says of this process. Immutable.
 *
 * @param version of the service
 * @param group of consumers
 * @param databaseHost where the clicks go
 * @param databasePort of the server
 * @param database its name
 */
public record TraceOrigin(String version, String group, String databaseHost, int databasePort, String database) {}
