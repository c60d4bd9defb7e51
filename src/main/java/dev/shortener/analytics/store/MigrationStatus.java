package dev.shortener.analytics.store;

import java.util.List;

/**
 * How far the schema has come. Immutable.
 *
 * @param version of the schema as the history says it, 0 if there is no history
 * @param pending names of the files that {@link Migrations#migrate} would run, in that order
 */
public record MigrationStatus(int version, List<String> pending) {

    public MigrationStatus {
        pending = List.copyOf(pending);
    }
}
