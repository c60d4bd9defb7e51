/** The only room that speaks SQL: writing clicks, their ids, migrations. */
@NullMarked
package dev.shortener.analytics.store;

import org.jspecify.annotations.NullMarked;
