/** Reading the topic, tracking what is settled, committing it, and publishing dead letters. */
@NullMarked
package dev.shortener.analytics.kafka;

import org.jspecify.annotations.NullMarked;
