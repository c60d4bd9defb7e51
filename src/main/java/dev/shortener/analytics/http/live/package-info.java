/** The live page: what is served to a browser, and the summaries that keep it up to date. */
@NullMarked
package dev.shortener.analytics.http.live;

import org.jspecify.annotations.NullMarked;
