/** A broker, a database server and clicks to send, for demonstrations and tests: never in the production jar. */
@NullMarked
package dev.shortener.analytics.demo;

import org.jspecify.annotations.NullMarked;
