/** From bytes to a click, and from a click to its country, device and traffic source. */
@NullMarked
package dev.shortener.analytics.enrich;

import org.jspecify.annotations.NullMarked;
