package dev.shortener.analytics.store;

import java.util.List;

/**
 * What a migration did. Immutable.
 *
 * @param from version of the schema before, 0 for none
 * @param to version of the schema after, 0 for none
 * @param scripts names of the files that were run, in that order; empty if there was nothing to do
 */
public record MigrationReport(int from, int to, List<String> scripts) {

    public MigrationReport {
        scripts = List.copyOf(scripts);
    }
}
