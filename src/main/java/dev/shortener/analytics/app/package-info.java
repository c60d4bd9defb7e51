/** The command line, and the pipeline that it runs. */
@NullMarked
package dev.shortener.analytics.app;

import org.jspecify.annotations.NullMarked;
