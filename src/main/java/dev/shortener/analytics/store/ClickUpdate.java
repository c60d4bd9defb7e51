package dev.shortener.analytics.store;

import dev.shortener.analytics.event.RulesVersion;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The statements that bring the derived columns of rows up to date, or say what would be changed. Stateless.
 *
 * <p>Both compare in the database, by the same text, and answer the same: how many of the rows are there, how many differ, and
 * from what to what in which column. A row that is not there stays away, and one that does not differ is not written. Rows
 * are locked in the order of their ids, so that two that do this at once cannot wait for each other. Like {@link ClickInsert}, their texts
 * never change and are shorter than 2,048 characters.
 */
final class ClickUpdate {

    private static final String CHANGED = "changed";
    private static final String PRESENT = "present";

    /** {@code $11}: whether a country database was asked; without one, nothing is known better than before. */
    private static final String COMPARE =
            """
            WITH derived AS (
                SELECT id, rules_version, ARRAY[country_code, region, city, device_type, traffic_source, traffic_channel,
                                                browser, os] AS made
                FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
                            $9::text[], $10::int2[])
                    AS click (id, country_code, region, city, device_type, traffic_source, traffic_channel, browser, os,
                              rules_version)),
            changed AS (
                SELECT clicks.id, derived.rules_version, was, made_now
                FROM derived JOIN clicks ON clicks.id = derived.id,
                    LATERAL (SELECT ARRAY[clicks.country_code::text, clicks.region, clicks.city, clicks.device_type,
                             clicks.traffic_source, clicks.traffic_channel, clicks.browser, clicks.os] AS was) AS old,
                    LATERAL (SELECT CASE WHEN $11::bool THEN made ELSE was[1:3] || made[4:8] END AS made_now) AS new
                WHERE was IS DISTINCT FROM made_now
            """;

    private static final String WRITE =
            """
                ORDER BY clicks.id FOR NO KEY UPDATE OF clicks),
            counted AS (
                UPDATE clicks SET country_code = made_now[1], region = made_now[2], city = made_now[3],
                    device_type = made_now[4], traffic_source = made_now[5], traffic_channel = made_now[6],
                    browser = made_now[7], os = made_now[8], rules_version = changed.rules_version
                FROM changed WHERE clicks.id = changed.id RETURNING 1)
            """;

    private static final String ONLY_COUNT =
            """
            ),
            counted AS (SELECT FROM changed)
            """;

    private static final String ANSWER =
            """
            SELECT name, before, after, count(*) AS rows
            FROM changed, unnest($12::text[], was, made_now) AS pair (name, before, after)
            WHERE before IS DISTINCT FROM after GROUP BY name, before, after
            UNION ALL SELECT 'changed', NULL, NULL, count(*) FROM counted
            UNION ALL SELECT 'present', NULL, NULL, count(*) FROM derived JOIN clicks ON clicks.id = derived.id
            """;

    static final String UPDATE_WHERE_DIFFERENT = COMPARE + WRITE + ANSWER;
    static final String COUNT_WHERE_DIFFERENT = COMPARE + ONLY_COUNT + ANSWER;

    private ClickUpdate() {}

    /**
     * The parameters of both statements.
     *
     * @param rows no two with the same id
     * @param versions the numbers of what the rows were made with, as far as there are any
     * @param located whether a country database was asked
     */
    static Tuple parameters(List<ClickRow> rows, Map<RulesVersion, @Nullable Short> versions, boolean located) {
        Tuple parameters =
                Tuple.tuple().addArrayOfUUID(rows.stream().map(ClickRow::id).toArray(UUID[]::new));
        DerivedColumns.arrays(rows).forEach(parameters::addArrayOfString);
        return parameters
                .addArrayOfShort(rows.stream().map(row -> row.number(versions)).toArray(Short[]::new))
                .addBoolean(located)
                .addArrayOfString(DerivedColumns.NAMES.toArray(String[]::new));
    }

    /** What either statement answers. */
    static UpdateResult result(RowSet<Row> answer) {
        long present = 0;
        long changed = 0;
        List<UpdateResult.Change> changes = new ArrayList<>();
        for (Row row : answer) {
            String name = row.getString("name");
            long rows = row.getLong("rows");
            switch (name) {
                case PRESENT -> present = rows;
                case CHANGED -> changed = rows;
                default ->
                    changes.add(new UpdateResult.Change(name, row.getString("before"), row.getString("after"), rows));
            }
        }
        return new UpdateResult(present, changed, 0, changes);
    }
}
