/** What crosses the event bus between the consumers and the workers. */
@NullMarked
package dev.shortener.analytics.bus;

import org.jspecify.annotations.NullMarked;
