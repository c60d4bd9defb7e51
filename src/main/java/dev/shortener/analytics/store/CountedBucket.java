package dev.shortener.analytics.store;

import java.time.Instant;

/**
 * An hour or a day, and its clicks. Immutable.
 *
 * @param start of it, in UTC
 * @param clicks how many there are
 * @param humans those that are not from bots
 */
public record CountedBucket(Instant start, long clicks, long humans) {}
