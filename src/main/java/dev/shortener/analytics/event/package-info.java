/** What a click is, at each stage of its way: plain records that know nothing but the JDK. */
@NullMarked
package dev.shortener.analytics.event;

import org.jspecify.annotations.NullMarked;
