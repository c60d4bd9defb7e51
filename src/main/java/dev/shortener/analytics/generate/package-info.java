/** Clicks that are invented, in the proportions of a public web site. */
@NullMarked
package dev.shortener.analytics.generate;

import org.jspecify.annotations.NullMarked;
