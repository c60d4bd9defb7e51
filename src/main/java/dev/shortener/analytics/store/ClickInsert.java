package dev.shortener.analytics.store;

import dev.shortener.analytics.event.RulesVersion;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The two statements that write a batch: any number of clicks, one array a column, and what became of them. Stateless.
 *
 * <p>Their texts never change, so that each is prepared once a connection, and they are shorter than the 2,048 characters above which the
 * client does not keep a prepared statement. Both answer one row, whose {@code stored} is how many clicks were inserted. They differ in
 * what they do about a click whose id is there already, in the table or earlier in the same arrays.
 *
 * <p>The arrays are unnested side by side in the list of what is selected: in {@code FROM} each would be written to a store of its own and
 * read from there, which takes a tenth of the time of it all.
 */
final class ClickInsert {

    /** Fails with SQLSTATE 23505, and leaves nothing, if a click is there already; takes less time than the other. */
    static final String INSERT_NEW = statement("", "cardinality($1::uuid[])");

    /** Leaves out a click that is there already. */
    static final String INSERT_UNLESS_PRESENT =
            statement("ON CONFLICT DO NOTHING RETURNING 1", "(SELECT count(*) FROM click)");

    /** As {@link #INSERT_NEW}, and writes what the batch adds to the sketches of visitors. */
    static final String INSERT_NEW_WITH_VISITORS = VisitorChange.writing(INSERT_NEW);

    /** As {@link #INSERT_UNLESS_PRESENT}, and writes what the batch adds to the sketches of visitors. */
    static final String INSERT_UNLESS_PRESENT_WITH_VISITORS = VisitorChange.writing(INSERT_UNLESS_PRESENT);

    private ClickInsert() {}

    /**
     * The parameters of both statements for these records.
     *
     * @param rows those of the batch
     * @param versions the numbers of what the rows were made with, as far as there are any
     */
    static Tuple parameters(ClickBatch batch, List<ClickRow> rows, Map<RulesVersion, @Nullable Short> versions) {
        return LedgerInsert.addParameters(batch, rows, ClickColumns.of(rows, versions));
    }

    /**
     * @param end of the insertion
     * @param stored how many it inserted: to have each row answered takes a tenth of the time of them all
     */
    private static String statement(String end, String stored) {
        return """
                WITH click AS (
                    INSERT INTO clicks (id, short_code, clicked_at, country_code, device_type, traffic_source, traffic_channel,
                                        browser, os, region, city, rules_version)
                    SELECT unnest($1::uuid[]), unnest($2::text[]), to_timestamp(unnest($3::int8[])), unnest($4::text[]),
                           unnest($5::text[]), unnest($6::text[]), unnest($7::text[]), unnest($8::text[]), unnest($9::text[]),
                           unnest($10::text[]), unnest($11::text[]), unnest($12::int2[])
                    %s),
                """
                        .formatted(end)
                + LedgerInsert.from(13, stored);
    }
}
