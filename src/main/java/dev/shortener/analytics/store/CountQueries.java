package dev.shortener.analytics.store;

/**
 * The questions that {@link ClickCounts} asks. Stateless.
 *
 * <p>Each takes a short code, empty for all links, and a window: parts of {@code click_counts} as three arrays, and, since everything may
 * still be in {@code click_counts_recent}, its lower and upper bound. Each part is one range of an index; {@code OFFSET 0} keeps the planner
 * from reading it otherwise. One statement has one snapshot, so that what is moved meanwhile is counted once.
 */
final class CountQueries {

    static final String TOTALS =
            "SELECT clicks, humans, first_click, last_click FROM click_totals WHERE short_code = $1 AND clicks > 0";

    static final String TOP_LINKS_OF_ALL =
            """
            SELECT short_code AS value, clicks, (SELECT clicks FROM click_totals WHERE short_code = '') AS total
            FROM click_totals WHERE short_code <> '' AND clicks > 0 ORDER BY click_totals.clicks DESC, short_code LIMIT $1
            """;

    /**
     * The same as {@link #TOP_LINKS} from the heads of the lists of each hour, day and month alone, $7 links of each (the threshold
     * algorithm of Fagin, Lotem and Naor): a link that is in none of them has at most as many clicks as the last of all heads together.
     * {@code proven} says whether all that are listed have more.
     */
    static final String TOP_LINKS_OF_HEADS =
            """
            WITH RECURSIVE r AS (
                SELECT span::"char" AS span, low, high FROM unnest($1::text[], $2::timestamptz[], $3::timestamptz[]) AS u (span, low, high)),
            part AS (
                SELECT span, high, (SELECT min(start) FROM click_counts AS c WHERE c.span = r.span AND start >= low AND start < high)
                    AS start FROM r
                UNION ALL
                SELECT span, high, (SELECT min(start) FROM click_counts AS c WHERE c.span = part.span AND start > part.start
                    AND start < high) FROM part WHERE start IS NOT NULL),
            recent AS (
                SELECT short_code, sum(clicks) AS clicks FROM click_counts_recent WHERE start >= $4 AND start < $5 GROUP BY 1),
            head AS (
                SELECT part.span, part.start, h.* FROM part, LATERAL (
                    SELECT short_code, clicks FROM click_counts AS c
                    WHERE c.span = part.span AND c.start = part.start AND short_code <> '' ORDER BY clicks DESC LIMIT $7) AS h
                UNION ALL
                (SELECT NULL, NULL, short_code, clicks FROM recent WHERE short_code <> '' ORDER BY clicks DESC LIMIT $7)),
            summed AS (
                SELECT short_code, (
                    SELECT sum(clicks)::int8 FROM (
                        SELECT c.clicks FROM r, LATERAL (SELECT clicks FROM click_counts AS c WHERE c.short_code = link.short_code
                            AND c.span = r.span AND start >= low AND start < high OFFSET 0) AS c
                        UNION ALL
                        SELECT clicks FROM click_counts_recent AS c WHERE c.short_code = link.short_code AND start >= $4 AND start < $5) AS each) AS clicks
                FROM (SELECT '' AS short_code UNION SELECT short_code FROM head) AS link),
            listed AS (SELECT * FROM summed WHERE short_code <> '' AND clicks > 0 ORDER BY clicks DESC, short_code LIMIT $6),
            bound AS (
                SELECT sum(last) AS others FROM (
                    SELECT CASE WHEN count(*) = $7 THEN greatest(min(clicks), 0) ELSE 0 END AS last FROM head GROUP BY span, start) AS l)
            SELECT short_code AS value, clicks, (SELECT clicks FROM summed WHERE short_code = '') AS total,
                   others = 0 OR (count(*) OVER () = $6 AND min(clicks) OVER () > others) AS proven
            FROM listed, bound ORDER BY clicks DESC, short_code
            """;

    static final String TOP_LINKS =
            """
            WITH part AS (
                SELECT c.* FROM unnest($1::text[], $2::timestamptz[], $3::timestamptz[]) AS r (span, low, high),
                    LATERAL (SELECT short_code, clicks FROM click_counts
                             WHERE span = r.span::"char" AND start >= r.low AND start < r.high OFFSET 0) AS c
                UNION ALL
                SELECT short_code, clicks FROM click_counts_recent WHERE start >= $4 AND start < $5),
            summed AS (SELECT short_code, sum(clicks)::int8 AS clicks FROM part GROUP BY short_code)
            SELECT short_code AS value, clicks, (SELECT clicks FROM summed WHERE short_code = '') AS total
            FROM summed WHERE short_code <> '' AND clicks > 0 ORDER BY summed.clicks DESC, short_code LIMIT $6
            """;

    static final String TIMELINE =
            """
            SELECT date_trunc($1, start, 'UTC') AS start, sum(clicks)::int8 AS clicks, sum(humans)::int8 AS humans
            FROM (SELECT start, clicks, humans FROM click_counts
                  WHERE short_code = $2 AND span = left($1, 1)::"char" AND start >= $3 AND start < $4
                  UNION ALL
                  SELECT start, clicks, humans FROM click_counts_recent
                  WHERE short_code = $2 AND start >= $3 AND start < $4) AS part
            GROUP BY 1 ORDER BY 1
            """;

    private static final String BREAKDOWN =
            """
            WITH part AS MATERIALIZED (
                SELECT c.* FROM unnest($2::text[], $3::timestamptz[], $4::timestamptz[]) AS r (span, low, high),
                    LATERAL (SELECT clicks, DIMENSION AS counts FROM click_counts
                             WHERE short_code = $1 AND span = r.span::"char" AND start >= r.low AND start < r.high
                             OFFSET 0) AS c
                UNION ALL
                SELECT clicks, DIMENSION FROM click_counts_recent WHERE short_code = $1 AND start >= $5 AND start < $6),
            listed AS (
                SELECT key AS value, sum(value::int8)::int8 AS clicks FROM part, jsonb_each_text(counts)
                GROUP BY key HAVING sum(value::int8) > 0 ORDER BY 2 DESC, 1 LIMIT $7)
            SELECT total, value, listed.clicks
            FROM (SELECT coalesce(sum(clicks), 0)::int8 AS total FROM part) AS all_of_it LEFT JOIN listed ON true
            ORDER BY listed.clicks DESC, value
            """;

    static final String PROGRESS =
            "SELECT clock_timestamp() AS asked_at, (SELECT rolled_up_at FROM click_counts_progress) AS rolled_up_at";

    private CountQueries() {}

    static String breakdown(Dimension dimension) {
        return BREAKDOWN.replace("DIMENSION", dimension.label());
    }
}
