-- Counts of clicks by link, hour and dimension, so that nobody counts rows to read them.
--
-- Whatever changes rows of clicks says so in the same transaction, in click_changes: what was added, and what was taken away. Nobody
-- waits for that, as rows are only appended. roll_up_clicks() moves changes into click_counts_recent and click_totals,
-- settle_click_counts() moves those into click_counts. Moving is deleting here and adding there in one transaction: every change
-- counts once, whenever it was committed. So at any time: rows of clicks = click_counts + click_counts_recent + click_changes.

CREATE TABLE IF NOT EXISTS click_changes ( -- one row a statement, its clicks as arrays
    sign            SMALLINT      NOT NULL, -- 1: these clicks were added, -1: taken away
    short_code      TEXT[]        NOT NULL,
    clicked_at      TIMESTAMPTZ[] NOT NULL,
    country_code    TEXT[]        NOT NULL,
    region          TEXT[]        NOT NULL,
    city            TEXT[]        NOT NULL,
    device_type     TEXT[]        NOT NULL,
    traffic_source  TEXT[]        NOT NULL,
    traffic_channel TEXT[]        NOT NULL,
    browser         TEXT[]        NOT NULL,
    os              TEXT[]        NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000,
        autovacuum_vacuum_insert_threshold = -1, toast.autovacuum_vacuum_scale_factor = 0,
        toast.autovacuum_vacuum_threshold = 20000, toast.autovacuum_vacuum_insert_threshold = -1);

-- What does not shrink is not tried to be shrunk: that is half of what a change costs.
ALTER TABLE click_changes
    ALTER COLUMN short_code SET STORAGE EXTERNAL,
    ALTER COLUMN clicked_at SET STORAGE EXTERNAL;

-- In all three, the short code '' stands for all links together.
CREATE TABLE IF NOT EXISTS click_totals (
    short_code  VARCHAR(8)  PRIMARY KEY,
    clicks      BIGINT      NOT NULL,
    humans      BIGINT      NOT NULL, -- those not from bots
    first_click TIMESTAMPTZ,
    last_click  TIMESTAMPTZ
) WITH (fillfactor = 80);

CREATE INDEX IF NOT EXISTS idx_click_totals_clicks ON click_totals (clicks DESC, short_code);

-- A dimension is an object: how many clicks each of its values has. Counts may be negative here: of rows that were taken away.
CREATE TABLE IF NOT EXISTS click_counts_recent (
    short_code VARCHAR(8)  NOT NULL,
    start      TIMESTAMPTZ NOT NULL, -- of the hour
    clicks     BIGINT      NOT NULL,
    humans     BIGINT      NOT NULL,
    country    JSONB,
    region     JSONB,
    city       JSONB,
    device     JSONB,
    source     JSONB,
    channel    JSONB,
    browser    JSONB,
    os         JSONB
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000, autovacuum_vacuum_insert_threshold = -1);

CREATE INDEX IF NOT EXISTS idx_click_counts_recent ON click_counts_recent (short_code, start);

-- Each click is in three rows of a link: its hour's, its day's and its month's, all in UTC.
CREATE TABLE IF NOT EXISTS click_counts (
    short_code VARCHAR(8)  NOT NULL,
    span       "char"      NOT NULL CHECK (span IN ('h', 'd', 'm')),
    start      TIMESTAMPTZ NOT NULL,
    clicks     BIGINT      NOT NULL,
    humans     BIGINT      NOT NULL,
    country    JSONB,
    region     JSONB,
    city       JSONB,
    device     JSONB,
    source     JSONB,
    channel    JSONB,
    browser    JSONB,
    os         JSONB,
    PRIMARY KEY (short_code, span, start)
) WITH (fillfactor = 85);

CREATE INDEX IF NOT EXISTS idx_click_counts_start ON click_counts (span, start, short_code) INCLUDE (clicks, humans);

-- One row: up to when all that had been committed has been moved out of click_changes.
CREATE TABLE IF NOT EXISTS click_counts_progress (
    only_row     BOOLEAN     PRIMARY KEY DEFAULT true CHECK (only_row),
    rolled_up_at TIMESTAMPTZ NOT NULL
) WITH (fillfactor = 10);

INSERT INTO click_counts_progress (rolled_up_at) VALUES ('1970-01-01 UTC') ON CONFLICT DO NOTHING;

-- The functions run with their owner's rights, so that the role of the service needs none on these tables but to look. The search path
-- is pinned: whoever calls them cannot put tables of his own in their way.
DO $do$
BEGIN
    EXECUTE format($create$
        CREATE OR REPLACE FUNCTION note_click_changes() RETURNS TRIGGER
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = %1$I, pg_temp AS $note$
        DECLARE
            -- A change is at most so many clicks: an array of millions would not fit into a row.
            most CONSTANT INTEGER := 10000;
        BEGIN
            IF TG_OP = 'INSERT' THEN
                -- A batch is numbered for nothing, which would double the time.
                IF NOT EXISTS (SELECT FROM added OFFSET most) THEN
                    INSERT INTO click_changes
                    SELECT 1, array_agg(short_code), array_agg(clicked_at), array_agg(country_code), array_agg(region),
                           array_agg(city), array_agg(device_type), array_agg(traffic_source), array_agg(traffic_channel),
                           array_agg(browser), array_agg(os)
                    FROM added HAVING count(*) > 0;
                    RETURN NULL;
                END IF;
            END IF;
            IF TG_OP <> 'INSERT' THEN
                INSERT INTO click_changes
                SELECT -1, array_agg(short_code), array_agg(clicked_at), array_agg(country_code), array_agg(region),
                       array_agg(city), array_agg(device_type), array_agg(traffic_source), array_agg(traffic_channel),
                       array_agg(browser), array_agg(os)
                FROM (SELECT *, (row_number() OVER () - 1) / most AS part FROM taken_away) AS numbered GROUP BY part;
            END IF;
            IF TG_OP <> 'DELETE' THEN
                INSERT INTO click_changes
                SELECT 1, array_agg(short_code), array_agg(clicked_at), array_agg(country_code), array_agg(region),
                       array_agg(city), array_agg(device_type), array_agg(traffic_source), array_agg(traffic_channel),
                       array_agg(browser), array_agg(os)
                FROM (SELECT *, (row_number() OVER () - 1) / most AS part FROM added) AS numbered GROUP BY part;
            END IF;
            RETURN NULL;
        END
        $note$
    $create$, current_schema());

    EXECUTE format($create$
        CREATE OR REPLACE FUNCTION forget_click_counts() RETURNS TRIGGER
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = %1$I, pg_temp AS $forget$
        BEGIN
            TRUNCATE click_changes, click_counts_recent, click_counts, click_totals;
            RETURN NULL;
        END
        $forget$
    $create$, current_schema());

    -- Answers how many changes were moved; null if somebody else is at it.
    EXECUTE format($create$
        CREATE OR REPLACE FUNCTION roll_up_clicks(most_changes INTEGER) RETURNS BIGINT
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = %1$I, pg_temp SET work_mem = '64MB' SET jit = off AS $roll$
        DECLARE
            moved BIGINT;
            asked_at CONSTANT TIMESTAMPTZ := clock_timestamp();
        BEGIN
            IF NOT pg_try_advisory_xact_lock(CAST(CAST(CAST('click_counts' AS REGCLASS) AS OID) AS BIGINT)) THEN
                RETURN NULL;
            END IF;
            WITH taken AS (
                DELETE FROM click_changes
                WHERE ctid = ANY (ARRAY(SELECT ctid FROM click_changes LIMIT most_changes)) RETURNING *),
            click AS MATERIALIZED (
                SELECT CAST(sign AS INTEGER) AS n, c.*, date_bin('1 hour', c.clicked_at, '2000-01-01 UTC') AS start
                FROM taken, unnest(short_code, clicked_at, country_code, region, city, device_type, traffic_source,
                                   traffic_channel, browser, os)
                    AS c (short_code, clicked_at, country, region, city, device, source, channel, browser, os)),
            counted AS MATERIALIZED (
                SELECT short_code, start, coalesce(country, region, city, device, source, channel, browser, os) AS value,
                       grouping(country, region, city, device, source, channel, browser, os) AS dimension, CAST(sum(n) AS INTEGER) AS n
                FROM click
                GROUP BY GROUPING SETS ((short_code, start, country), (short_code, start, region), (short_code, start, city),
                                        (short_code, start, device), (short_code, start, source),
                                        (short_code, start, channel), (short_code, start, browser), (short_code, start, os))),
            entry AS (
                SELECT * FROM counted WHERE value IS NOT NULL AND n <> 0
                UNION ALL
                SELECT '', start, value, dimension, sum(n) FROM counted WHERE value IS NOT NULL
                GROUP BY start, value, dimension HAVING sum(n) <> 0),
            recent AS (
                INSERT INTO click_counts_recent
                SELECT short_code, start, coalesce(sum(n) FILTER (WHERE dimension = 239), 0),
                       coalesce(sum(n) FILTER (WHERE dimension = 239 AND value <> 'Bot'), 0),
                       jsonb_object_agg(value, n) FILTER (WHERE dimension = 127),
                       jsonb_object_agg(value, n) FILTER (WHERE dimension = 191),
                       jsonb_object_agg(value, n) FILTER (WHERE dimension = 223),
                       jsonb_object_agg(value, n) FILTER (WHERE dimension = 239),
                       jsonb_object_agg(value, n) FILTER (WHERE dimension = 247),
                       jsonb_object_agg(value, n) FILTER (WHERE dimension = 251),
                       jsonb_object_agg(value, n) FILTER (WHERE dimension = 253),
                       jsonb_object_agg(value, n) FILTER (WHERE dimension = 254)
                FROM entry GROUP BY short_code, start),
            total AS (
                INSERT INTO click_totals AS t
                SELECT coalesce(short_code, ''), sum(n), coalesce(sum(n) FILTER (WHERE device <> 'Bot'), 0),
                       min(clicked_at) FILTER (WHERE n > 0), max(clicked_at) FILTER (WHERE n > 0)
                FROM click GROUP BY GROUPING SETS ((short_code), ())
                HAVING count(*) > 0
                ON CONFLICT (short_code) DO UPDATE
                SET clicks = t.clicks + excluded.clicks, humans = t.humans + excluded.humans,
                    first_click = least(t.first_click, excluded.first_click),
                    last_click = greatest(t.last_click, excluded.last_click))
            SELECT count(*) INTO moved FROM taken;
            IF moved < most_changes THEN
                UPDATE click_counts_progress SET rolled_up_at = greatest(rolled_up_at, asked_at);
            END IF;
            RETURN moved;
        END
        $roll$
    $create$, current_schema());

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
            WITH taken AS (
                DELETE FROM click_counts_recent
                WHERE minimum_rows <= 1 OR short_code IN (
                    SELECT short_code FROM click_counts_recent GROUP BY short_code HAVING count(*) >= minimum_rows)
                RETURNING *),
            hour AS (
                SELECT short_code, start, dimension, key AS value, sum(CAST(value AS BIGINT)) AS n
                FROM taken, LATERAL (VALUES ('country', country), ('region', region), ('city', city), ('device', device),
                                            ('source', source), ('channel', channel), ('browser', browser), ('os', os))
                    AS d (dimension, counts), jsonb_each_text(counts)
                GROUP BY short_code, start, dimension, key),
            timed AS (
                SELECT *, date_trunc('day', start, 'UTC') AS day, date_trunc('month', start, 'UTC') AS month FROM hour),
            entry AS (
                SELECT short_code, CAST(CASE WHEN start IS NOT NULL THEN 'h' WHEN day IS NOT NULL THEN 'd' ELSE 'm' END
                           AS "char") AS span,
                       coalesce(start, day, month) AS start, dimension, value, sum(n) AS n
                FROM timed
                GROUP BY GROUPING SETS ((short_code, dimension, value, start), (short_code, dimension, value, day),
                                        (short_code, dimension, value, month))
                HAVING sum(n) <> 0),
            settled AS (
                INSERT INTO click_counts AS c
                SELECT short_code, span, start, coalesce(sum(n) FILTER (WHERE dimension = 'device'), 0),
                       coalesce(sum(n) FILTER (WHERE dimension = 'device' AND value <> 'Bot'), 0),
                       jsonb_object_agg(value, n) FILTER (WHERE dimension = 'country'),
                       jsonb_object_agg(value, n) FILTER (WHERE dimension = 'region'),
                       jsonb_object_agg(value, n) FILTER (WHERE dimension = 'city'),
                       jsonb_object_agg(value, n) FILTER (WHERE dimension = 'device'),
                       jsonb_object_agg(value, n) FILTER (WHERE dimension = 'source'),
                       jsonb_object_agg(value, n) FILTER (WHERE dimension = 'channel'),
                       jsonb_object_agg(value, n) FILTER (WHERE dimension = 'browser'),
                       jsonb_object_agg(value, n) FILTER (WHERE dimension = 'os')
                FROM entry GROUP BY short_code, span, start
                ON CONFLICT (short_code, span, start) DO UPDATE
                SET clicks = c.clicks + excluded.clicks, humans = c.humans + excluded.humans,
                    %2$s)
            SELECT count(*) INTO moved FROM taken;
            RETURN moved;
        END
        $settle$
    $create$, current_schema(), (
        -- A function for it would be called for every dimension of every row, which takes ten times as long.
        SELECT string_agg(format($add$%1$I = CASE WHEN excluded.%1$I IS NULL THEN c.%1$I WHEN c.%1$I IS NULL THEN excluded.%1$I
                              ELSE c.%1$I || (SELECT jsonb_object_agg(key, CAST(value AS BIGINT) + coalesce(CAST(c.%1$I ->> key
                                  AS BIGINT), 0)) FROM jsonb_each_text(excluded.%1$I)) END$add$, dimension), ', ')
        FROM unnest(ARRAY['country', 'region', 'city', 'device', 'source', 'channel', 'browser', 'os']) AS dimension));

    -- Makes all counts anew from the rows of clicks. Writers do not wait; moving does. Its second statement has one snapshot: what it
    -- sees in clicks is what it drops of the changes, and what is committed later is in neither.
    EXECUTE format($create$
        CREATE OR REPLACE FUNCTION rebuild_click_counts() RETURNS BIGINT
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = %1$I, pg_temp SET work_mem = '256MB' SET jit = off AS $rebuild$
        DECLARE
            counted BIGINT;
        BEGIN
            PERFORM pg_advisory_xact_lock(CAST(CAST(CAST('click_counts' AS REGCLASS) AS OID) AS BIGINT));
            WITH change AS (DELETE FROM click_changes),
            recent AS (DELETE FROM click_counts_recent),
            settled AS (DELETE FROM click_counts),
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
            entry AS (
                SELECT coalesce(short_code, '') AS short_code, date_bin('1 hour', clicked_at, '2000-01-01 UTC') AS start,
                       coalesce(country_code, region, city, device_type, traffic_source, traffic_channel, browser, os) AS value,
                       grouping(country_code, region, city, device_type, traffic_source, traffic_channel, browser, os)
                           AS dimension,
                       count(*) AS n
                FROM clicks
                GROUP BY date_bin('1 hour', clicked_at, '2000-01-01 UTC'), GROUPING SETS ((short_code), ()),
                         GROUPING SETS ((country_code), (region), (city), (device_type), (traffic_source), (traffic_channel),
                                        (browser), (os))),
            hour AS (
                INSERT INTO click_counts_recent
                SELECT short_code, start, sum(n) FILTER (WHERE dimension = 239),
                       coalesce(sum(n) FILTER (WHERE dimension = 239 AND value <> 'Bot'), 0),
                       jsonb_object_agg(value, n) FILTER (WHERE dimension = 127),
                       jsonb_object_agg(value, n) FILTER (WHERE dimension = 191),
                       jsonb_object_agg(value, n) FILTER (WHERE dimension = 223),
                       jsonb_object_agg(value, n) FILTER (WHERE dimension = 239),
                       jsonb_object_agg(value, n) FILTER (WHERE dimension = 247),
                       jsonb_object_agg(value, n) FILTER (WHERE dimension = 251),
                       jsonb_object_agg(value, n) FILTER (WHERE dimension = 253),
                       jsonb_object_agg(value, n) FILTER (WHERE dimension = 254)
                FROM entry WHERE value IS NOT NULL GROUP BY short_code, start)
            SELECT clicks INTO counted FROM total WHERE short_code = '';
            PERFORM settle_click_counts(1);
            RETURN counted;
        END
        $rebuild$
    $create$, current_schema());
END
$do$;

REVOKE EXECUTE ON FUNCTION rebuild_click_counts() FROM PUBLIC;

CREATE OR REPLACE TRIGGER note_added_clicks AFTER INSERT ON clicks REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION note_click_changes();
CREATE OR REPLACE TRIGGER note_changed_clicks AFTER UPDATE ON clicks REFERENCING OLD TABLE AS taken_away NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION note_click_changes();
CREATE OR REPLACE TRIGGER note_removed_clicks AFTER DELETE ON clicks REFERENCING OLD TABLE AS taken_away
    FOR EACH STATEMENT EXECUTE FUNCTION note_click_changes();
CREATE OR REPLACE TRIGGER forget_click_counts AFTER TRUNCATE ON clicks
    FOR EACH STATEMENT EXECUTE FUNCTION forget_click_counts();
