/** The verticle that turns a batch of records into an outcome. */
@NullMarked
package dev.shortener.analytics.worker;

import org.jspecify.annotations.NullMarked;
