package dev.shortener.analytics.store;

import dev.shortener.analytics.event.RulesVersion;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The one statement that writes a batch: any number of clicks, one array a column, and what became of them. Stateless.
 *
 * <p>Its text never changes, so that it is prepared once a connection, and it is shorter than the 2,048 characters above which the
 * client does not keep a prepared statement. It answers one row, whose {@code stored} is how many clicks were inserted: one whose
 * id is there already, in the table or earlier in the same arrays, is not.
 */
final class ClickInsert {

    static final String INSERT_UNLESS_PRESENT =
            """
            WITH click AS (
                INSERT INTO clicks (id, short_code, clicked_at, country_code, device_type, traffic_source, traffic_channel,
                                    browser, os, region, city, rules_version)
                SELECT id, short_code, to_timestamp(clicked_at), country_code, device_type, traffic_source, traffic_channel,
                       browser, os, region, city, rules_version
                FROM unnest($1::uuid[], $2::text[], $3::int8[], $4::text[], $5::text[], $6::text[], $7::text[],
                            $8::text[], $9::text[], $10::text[], $11::text[], $12::int2[])
                    AS click (id, short_code, clicked_at, country_code, device_type, traffic_source, traffic_channel,
                              browser, os, region, city, rules_version)
                ON CONFLICT DO NOTHING RETURNING 1),
            """
                    + LedgerInsert.from(13);

    private ClickInsert() {}

    /**
     * The parameters of {@link #INSERT_UNLESS_PRESENT} for these records.
     *
     * @param versions the numbers of what the rows were made with, as far as there are any
     */
    static Tuple parameters(ClickBatch batch, Map<RulesVersion, @Nullable Short> versions) {
        List<ClickRow> rows = batch.rows();
        return LedgerInsert.addParameters(batch, rows, ClickColumns.of(rows, versions));
    }
}
