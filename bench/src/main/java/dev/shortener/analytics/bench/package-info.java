/** Starts servers, lets each contender do the same work, and says how each did. */
@NullMarked
package dev.shortener.analytics.bench;

import org.jspecify.annotations.NullMarked;
