-- Settles and rebuilds counts link by link: what an hour, a day or a month of a link holds is put together as soon as its parts are
-- there, and is taken as it is where it has but one, as most have. Before, the entries of all links were sorted and hashed together,
-- which took three times as long. The counts are the same.
DO $do$
DECLARE
    dimensions CONSTANT TEXT[] := ARRAY['country', 'region', 'city', 'device', 'source', 'channel', 'browser', 'os'];

    -- Of arrays of values: how often each occurs.
    counted CONSTANT TEXT := (
        SELECT string_agg(format($count$
            CASE WHEN clicks > 1 THEN
                (SELECT jsonb_object_agg(value, n)
                 FROM (SELECT value, count(*) AS n FROM unnest(%1$I) AS value WHERE value IS NOT NULL GROUP BY value) AS v)
            WHEN %1$I[1] IS NOT NULL THEN jsonb_build_object(%1$I[1], 1) END AS %1$I$count$, dimension), ', ')
        FROM unnest(dimensions) AS dimension);

    -- Of arrays of counts: their sum. jsonb_each_text would put every pair into a table of its own first.
    added CONSTANT TEXT := (
        SELECT string_agg(format($add$
            CASE WHEN parts > 1 THEN
                (SELECT jsonb_object_agg(key, n)
                 FROM (SELECT key, sum(CAST(counts ->> key AS BIGINT)) AS n
                       FROM (SELECT counts, jsonb_object_keys(counts) AS key FROM (SELECT unnest(%1$I) AS counts) AS u) AS k
                       GROUP BY key HAVING sum(CAST(counts ->> key AS BIGINT)) <> 0) AS v)
            ELSE %1$I[1] END AS %1$I$add$, dimension), ', ')
        FROM unnest(dimensions) AS dimension);

    gathered CONSTANT TEXT := (
        SELECT string_agg(format('array_agg(%1$I) AS %1$I', dimension), ', ')
        FROM unnest(dimensions) AS dimension);

    -- Named "part" is what hours are made of: rows as those of click_counts_recent.
    spans CONSTANT TEXT := format($spans$
            hour AS MATERIALIZED (
                SELECT short_code, start, clicks, humans, %1$s
                FROM (SELECT short_code, start, count(*) AS parts, sum(clicks) AS clicks, sum(humans) AS humans, %2$s
                      FROM part GROUP BY short_code, start) AS gathered),
            day AS MATERIALIZED (
                SELECT short_code, start, clicks, humans, %1$s
                FROM (SELECT short_code, date_trunc('day', start, 'UTC') AS start, count(*) AS parts, sum(clicks) AS clicks,
                             sum(humans) AS humans, %2$s
                      FROM hour GROUP BY short_code, date_trunc('day', start, 'UTC')) AS gathered),
            month AS (
                SELECT short_code, start, clicks, humans, %1$s
                FROM (SELECT short_code, date_trunc('month', start, 'UTC') AS start, count(*) AS parts, sum(clicks) AS clicks,
                             sum(humans) AS humans, %2$s
                      FROM day GROUP BY short_code, date_trunc('month', start, 'UTC')) AS gathered),
            span AS (
                SELECT short_code, CAST('h' AS "char") AS span, start, clicks, humans, %3$s FROM hour
                UNION ALL SELECT short_code, 'd', start, clicks, humans, %3$s FROM day
                UNION ALL SELECT short_code, 'm', start, clicks, humans, %3$s FROM month)
    $spans$, added, gathered, array_to_string(dimensions, ', '));
BEGIN
    -- Moves the counts of links that have at least so many rows in click_counts_recent. Answers how many rows were moved; null if
    -- somebody else is at it.
    EXECUTE format($create$
        CREATE OR REPLACE FUNCTION settle_click_counts(minimum_rows INTEGER) RETURNS BIGINT
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = %1$I, pg_temp SET work_mem = '64MB' SET jit = off AS $settle$
        DECLARE
            moved BIGINT;
        BEGIN
            IF NOT pg_try_advisory_xact_lock(CAST(CAST(CAST('click_counts' AS REGCLASS) AS OID) AS BIGINT)) THEN
                RETURN NULL;
            END IF;
            WITH part AS (
                DELETE FROM click_counts_recent
                WHERE minimum_rows <= 1 OR short_code IN (
                    SELECT short_code FROM click_counts_recent GROUP BY short_code HAVING count(*) >= minimum_rows)
                RETURNING *),
            %2$s,
            settled AS (
                INSERT INTO click_counts AS c
                SELECT * FROM span WHERE num_nonnulls(country, region, city, device, source, channel, browser, os) > 0
                ON CONFLICT (short_code, span, start) DO UPDATE
                SET clicks = c.clicks + excluded.clicks, humans = c.humans + excluded.humans, %3$s)
            SELECT count(*) INTO moved FROM part;
            RETURN moved;
        END
        $settle$
    $create$, current_schema(), spans, (
        SELECT string_agg(format($add$%1$I = CASE WHEN excluded.%1$I IS NULL THEN c.%1$I WHEN c.%1$I IS NULL THEN excluded.%1$I
                              ELSE c.%1$I || (SELECT jsonb_object_agg(key, CAST(value AS BIGINT) + coalesce(CAST(c.%1$I ->> key
                                  AS BIGINT), 0)) FROM jsonb_each_text(excluded.%1$I)) END$add$, dimension), ', ')
        FROM unnest(dimensions) AS dimension));

    -- Makes all counts anew from the rows of clicks. Writers do not wait; moving does. Its last statement has one snapshot: what it
    -- sees in clicks is what it drops of the changes, and what is committed later is in neither.
    EXECUTE format($create$
        CREATE OR REPLACE FUNCTION rebuild_click_counts() RETURNS BIGINT
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = %1$I, pg_temp SET work_mem = '256MB' SET jit = off AS $rebuild$
        DECLARE
            -- An array of millions would not fit into memory: a link's hour is counted in parts of so many clicks.
            most CONSTANT INTEGER := 10000;
            counted BIGINT;
        BEGIN
            PERFORM pg_advisory_xact_lock(CAST(CAST(CAST('click_counts' AS REGCLASS) AS OID) AS BIGINT));
            DELETE FROM click_counts;
            WITH change AS (DELETE FROM click_changes),
            recent AS (DELETE FROM click_counts_recent),
            gone AS (
                DELETE FROM click_totals AS t
                WHERE short_code <> '' AND NOT EXISTS (SELECT FROM clicks AS c WHERE c.short_code = t.short_code)),
            total AS (
                INSERT INTO click_totals AS t
                SELECT coalesce(short_code, ''), count(*), count(*) FILTER (WHERE device_type <> 'Bot'), min(clicked_at),
                       max(clicked_at)
                FROM clicks GROUP BY GROUPING SETS ((short_code), ())
                ON CONFLICT (short_code) DO UPDATE
                SET clicks = excluded.clicks, humans = excluded.humans, first_click = excluded.first_click,
                    last_click = excluded.last_click
                RETURNING short_code, t.clicks),
            numbered AS (
                SELECT *, date_bin('1 hour', clicked_at, '2000-01-01 UTC') AS start,
                       row_number() OVER (PARTITION BY short_code, date_bin('1 hour', clicked_at, '2000-01-01 UTC')) - 1 AS number
                FROM clicks),
            entry AS (
                SELECT start, coalesce(country_code, region, city, device_type, traffic_source, traffic_channel, browser, os) AS value,
                       grouping(country_code, region, city, device_type, traffic_source, traffic_channel, browser, os)
                           AS dimension,
                       count(*) AS n
                -- The planner, did it see through, would take every click's time for an hour of its own, and sort instead of hash.
                FROM (SELECT *, date_bin('1 hour', clicked_at, '2000-01-01 UTC') AS start FROM clicks OFFSET 0) AS timed
                GROUP BY start, GROUPING SETS ((country_code), (region), (city), (device_type), (traffic_source), (traffic_channel),
                                               (browser), (os))),
            part AS (
                SELECT short_code, start, clicks, humans, %3$s
                FROM (SELECT short_code, start, count(*) AS clicks, count(*) FILTER (WHERE device_type <> 'Bot') AS humans,
                             array_agg(country_code) AS country, array_agg(region) AS region, array_agg(city) AS city,
                             array_agg(device_type) AS device, array_agg(traffic_source) AS source,
                             array_agg(traffic_channel) AS channel, array_agg(browser) AS browser, array_agg(os) AS os
                      FROM numbered GROUP BY short_code, start, number / most) AS gathered
                UNION ALL
                SELECT '', start, sum(n) FILTER (WHERE dimension = 239),
                       coalesce(sum(n) FILTER (WHERE dimension = 239 AND value <> 'Bot'), 0),
                       jsonb_object_agg(value, n) FILTER (WHERE dimension = 127),
                       jsonb_object_agg(value, n) FILTER (WHERE dimension = 191),
                       jsonb_object_agg(value, n) FILTER (WHERE dimension = 223),
                       jsonb_object_agg(value, n) FILTER (WHERE dimension = 239),
                       jsonb_object_agg(value, n) FILTER (WHERE dimension = 247),
                       jsonb_object_agg(value, n) FILTER (WHERE dimension = 251),
                       jsonb_object_agg(value, n) FILTER (WHERE dimension = 253),
                       jsonb_object_agg(value, n) FILTER (WHERE dimension = 254)
                FROM entry WHERE value IS NOT NULL GROUP BY start),
            %2$s,
            settled AS (INSERT INTO click_counts SELECT * FROM span)
            SELECT clicks INTO counted FROM total WHERE short_code = '';
            RETURN counted;
        END
        $rebuild$
    $create$, current_schema(), spans, counted);
END
$do$;
