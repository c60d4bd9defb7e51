package dev.shortener.analytics.store;

import dev.shortener.analytics.event.RulesVersion;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the number of what rows were made with, and gives out the next one to what is new. Confined to the context of its writer.
 *
 * <p>Several nodes may ask for the same or for another version at once: the database lets one of them write a number, and the others
 * look again. Each version is asked for once; a question that fails because the world is broken is asked again by the next write.
 * Where no number can be had for good (no permission, no table, no number left), rows are stored without one: clicks are worth
 * more than their pedigree. The log says so once.
 */
final class RulesVersionIds {

    /** More than nodes may want a number at the same moment. */
    static final int MAX_ATTEMPTS = 50;

    static final int MAX_VERSIONS = Short.MAX_VALUE;

    private static final Logger LOG = LoggerFactory.getLogger(RulesVersionIds.class);

    private static final String FIND =
            """
            SELECT (SELECT id FROM rules_versions WHERE lists = $1::text AND geo_database = $2::text AND code = $3::text) AS id,
                   (SELECT count(*) FROM rules_versions) AS versions
            """;

    /** The number after the highest; if that is taken, the lowest that is free. */
    private static final String ADD_UNLESS_PRESENT =
            """
            INSERT INTO rules_versions (id, lists, geo_database, code)
            SELECT number, $1::text, $2::text, $3::text
            FROM generate_series(1, 32767) AS number
            WHERE NOT EXISTS (SELECT FROM rules_versions WHERE id = number)
            ORDER BY number < (SELECT max(id) FROM rules_versions), number
            LIMIT 1
            ON CONFLICT DO NOTHING
            """;

    private final Map<RulesVersion, @Nullable Short> known = new HashMap<>();

    /** The numbers of all versions among these rows; null where there is none to be had. */
    Future<Map<RulesVersion, @Nullable Short>> of(PgSession session, List<ClickRow> rows) {
        Set<RulesVersion> unknown = unknown(rows);
        if (unknown.isEmpty()) {
            return Future.succeededFuture(known);
        }
        Future<Void> asked = Future.succeededFuture();
        for (RulesVersion version : unknown) {
            asked = asked.compose(done -> ask(session, version));
        }
        return asked.map(done -> known);
    }

    private Set<RulesVersion> unknown(List<ClickRow> rows) {
        Set<RulesVersion> unknown = new HashSet<>();
        RulesVersion before = null;
        for (ClickRow row : rows) {
            RulesVersion version = row.version();
            if (version != null && !version.equals(before) && !known.containsKey(version)) {
                unknown.add(version);
            }
            before = version;
        }
        return unknown;
    }

    private Future<Void> ask(PgSession session, RulesVersion version) {
        return find(session, version, 1)
                .recover(cause -> giveUpForGood(DatabaseFailure.ofStatement(cause)))
                .map(id -> {
                    boolean isNew = !known.containsKey(version);
                    known.put(version, id);
                    if (isNew && id != null) {
                        LOG.info(
                                "rules version={} database=\"{}\" code=\"{}\"",
                                id,
                                version.geoDatabase(),
                                version.code());
                    }
                    return null;
                });
    }

    private Future<@Nullable Short> find(PgSession session, RulesVersion version, int attempt) {
        return session.execute(FIND, parameters(version)).compose(rows -> {
            Row row = rows.iterator().next();
            Short id = row.getShort("id");
            if (id != null) {
                return Future.succeededFuture(id);
            }
            if (row.getLong("versions") >= MAX_VERSIONS || attempt > MAX_ATTEMPTS) {
                return noneLeft(row.getLong("versions"));
            }
            return session.execute(ADD_UNLESS_PRESENT, parameters(version))
                    .compose(added -> find(session, version, attempt + 1));
        });
    }

    private static Tuple parameters(RulesVersion version) {
        return Tuple.of(version.lists(), version.geoDatabase(), version.code());
    }

    private static Future<@Nullable Short> noneLeft(long versions) {
        LOG.error(
                "rules_versions has {} of {} versions, and no number for another: clicks are stored without rules_version."
                        + " Delete versions that no row of clicks has, and restart",
                versions,
                MAX_VERSIONS);
        return Future.succeededFuture(null);
    }

    private static Future<@Nullable Short> giveUpForGood(DatabaseFailure failure) {
        if (failure.kind() == DatabaseFailure.Kind.BROKEN) {
            return Future.failedFuture(failure.cause());
        }
        LOG.warn(
                "clicks are stored without rules_version: run the command migrate, and GRANT SELECT, INSERT ON rules_versions"
                        + " to the role, then restart cause=\"{}\"",
                failure.cause().getMessage());
        return Future.succeededFuture(null);
    }
}
