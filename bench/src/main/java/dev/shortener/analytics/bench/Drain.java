package dev.shortener.analytics.bench;

/**
 * How a contender drained a backlog once it was warm. Immutable.
 *
 * @param perSecond clicks that were settled in a second
 * @param cpuMicros processor time of its process for a click, in microseconds
 * @param peakMemory most that it ever had resident, in MiB; NaN if not known
 */
record Drain(double perSecond, double cpuMicros, double peakMemory) {}
