package dev.shortener.analytics.app;

/**
 * What somebody wants of a look at the past. Immutable.
 *
 * @param window which clicks
 * @param dryRun whether nothing is changed
 * @param fromBeginning whether all that the topic holds is read, whatever the timestamps of its records say
 * @param top most changes that are told of each column, 0 or more
 */
record ReenrichRequest(ReenrichWindow window, boolean dryRun, boolean fromBeginning, int top) {}
