/** What may be configured, its defaults and its errors. */
@NullMarked
package dev.shortener.analytics.config;

import org.jspecify.annotations.NullMarked;
