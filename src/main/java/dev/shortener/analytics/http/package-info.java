/** Health and metrics over HTTP. */
@NullMarked
package dev.shortener.analytics.http;

import org.jspecify.annotations.NullMarked;
