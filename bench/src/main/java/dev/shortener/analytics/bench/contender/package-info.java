/** The programs that are measured, each a process of its own, and what they share: the product's enrichment, ids and columns. */
@NullMarked
package dev.shortener.analytics.bench.contender;

import org.jspecify.annotations.NullMarked;
