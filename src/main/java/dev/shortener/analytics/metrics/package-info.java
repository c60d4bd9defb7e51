/** What the pipeline counts, one method a fact. */
@NullMarked
package dev.shortener.analytics.metrics;

import org.jspecify.annotations.NullMarked;
