-- How many visitors a link had in a day, without a row that says who. A click raises one register of a HyperLogLog of its link and day,
-- if it raises any: which one, and how far, is taken from a hash that is keyed with the salt of the day. The salt is forgotten 48 hours
-- after the day began, and nobody can tell afterwards whom a register stands for.
--
-- A mark is a register's number times 64 and its value. Adding one again changes nothing, and so does adding them in another order.

CREATE TABLE IF NOT EXISTS click_visitor_salts (
    day  DATE  PRIMARY KEY, -- in UTC
    salt BYTEA              -- null: forgotten, and never made again
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 0); -- what was forgotten is soon gone from its pages too

-- What batches raised, one row a batch, written with its clicks in one transaction. Nobody waits for that, as rows are only appended.
CREATE TABLE IF NOT EXISTS click_visitor_changes (
    short_code TEXT[]    NOT NULL, -- '' stands for all links together, here and below
    day        DATE[]    NOT NULL,
    mark       INTEGER[] NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000,
        autovacuum_vacuum_insert_threshold = -1, toast.autovacuum_vacuum_scale_factor = 0,
        toast.autovacuum_vacuum_threshold = 20000, toast.autovacuum_vacuum_insert_threshold = -1);

-- The sketches: of days, and of months. A day is added to its month when nothing can be added to the day any more.
CREATE TABLE IF NOT EXISTS click_visitors (
    short_code VARCHAR(8) NOT NULL,
    span       "char"     NOT NULL CHECK (span IN ('d', 'm')),
    start      DATE       NOT NULL,
    is_folded  BOOLEAN    NOT NULL DEFAULT false, -- whether this day is in its month
    marks      INTEGER[],                         -- while there are few: one for each register that is not 0, in their order
    registers  BYTEA,                             -- when there are many: all 32,768, a byte each
    PRIMARY KEY (short_code, span, start),
    CHECK ((marks IS NULL) <> (registers IS NULL))
) WITH (fillfactor = 85);

CREATE INDEX IF NOT EXISTS idx_click_visitors_unfolded ON click_visitors (start) WHERE span = 'd' AND NOT is_folded;

-- One row: since when every click has been looked at for its visitor; null while some, or all, are not.
CREATE TABLE IF NOT EXISTS click_visitor_progress (
    only_row       BOOLEAN PRIMARY KEY DEFAULT true CHECK (only_row),
    counting_since TIMESTAMPTZ,
    seen_at        TIMESTAMPTZ -- when that was last known
) WITH (fillfactor = 10);

INSERT INTO click_visitor_progress DEFAULT VALUES ON CONFLICT DO NOTHING;

-- The functions run with their owner's rights, so that the role of the service needs none on these tables but to look at sketches and
-- to append changes. The search path is pinned: whoever calls them cannot put tables of his own in their way.
DO $do$
BEGIN
    -- The salt of a day, made if need be, and for how many seconds it may be used. Without a row the day has none: it is too long ago,
    -- or too far ahead. The clock is this server's, the same for all.
    EXECUTE format($create$
        CREATE OR REPLACE FUNCTION click_visitor_salt(asked DATE) RETURNS TABLE (salt BYTEA, usable_for DOUBLE PRECISION)
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = %1$I, pg_temp AS $salt$
        DECLARE
            began CONSTANT TIMESTAMPTZ := asked AT TIME ZONE 'UTC';
            forgotten_at CONSTANT TIMESTAMPTZ := began + INTERVAL '48 hours';
        BEGIN
            IF clock_timestamp() < began - INTERVAL '1 hour' OR clock_timestamp() >= forgotten_at THEN
                RETURN;
            END IF;
            IF NOT EXISTS (SELECT FROM click_visitor_salts AS s WHERE s.day = asked) THEN
                -- Losing it in a crash would count the visitors of a day twice.
                PERFORM set_config('synchronous_commit', 'on', true) WHERE current_setting('synchronous_commit') = 'off';
                -- Two random UUIDs have 244 random bits. Who comes second waits for the first one, and then finds its salt.
                INSERT INTO click_visitor_salts
                VALUES (asked, uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())) ON CONFLICT DO NOTHING;
            END IF;
            RETURN QUERY
                SELECT s.salt, CAST(extract(epoch FROM forgotten_at - clock_timestamp()) AS DOUBLE PRECISION)
                FROM click_visitor_salts AS s WHERE s.day = asked AND s.salt IS NOT NULL;
        END
        $salt$
    $create$, current_schema());

    -- This one and the next are called by the last alone, which has pinned the search path.
    EXECUTE $create$
        CREATE OR REPLACE FUNCTION raise_click_visitors(registers BYTEA, marks INTEGER[]) RETURNS BYTEA
        LANGUAGE plpgsql IMMUTABLE AS $raise$
        DECLARE
            mark INTEGER;
        BEGIN
            FOREACH mark IN ARRAY marks LOOP
                IF get_byte(registers, mark >> 6) < (mark & 63) THEN
                    registers := set_byte(registers, mark >> 6, mark & 63);
                END IF;
            END LOOP;
            RETURN registers;
        END
        $raise$
    $create$;

    EXECUTE $create$
        CREATE OR REPLACE FUNCTION add_click_visitors(code TEXT, kind "char", began DATE, added INTEGER[]) RETURNS VOID
        LANGUAGE plpgsql AS $add$
        DECLARE
            -- From then on all registers take less room.
            most_marks CONSTANT INTEGER := 8192;
            none CONSTANT BYTEA := decode(repeat('00', 32768), 'hex');
            is_few CONSTANT BOOLEAN := cardinality(added) <= most_marks;
        BEGIN
            INSERT INTO click_visitors AS v (short_code, span, start, marks, registers)
            VALUES (code, kind, began, CASE WHEN is_few THEN added END,
                    CASE WHEN NOT is_few THEN raise_click_visitors(none, added) END)
            ON CONFLICT (short_code, span, start) DO UPDATE
            SET is_folded = false, -- a day that something is added to after all is added to its month once more
                registers = CASE
                    WHEN v.registers IS NOT NULL THEN raise_click_visitors(v.registers, added)
                    WHEN cardinality(v.marks) + cardinality(added) > most_marks THEN
                        raise_click_visitors(raise_click_visitors(none, v.marks), added)
                END,
                marks = CASE
                    WHEN v.registers IS NULL AND cardinality(v.marks) + cardinality(added) <= most_marks THEN
                        (SELECT array_agg(mark ORDER BY mark)
                         FROM (SELECT max(mark) AS mark FROM unnest(v.marks || added) AS mark GROUP BY mark >> 6) AS highest)
                END;
        END
        $add$
    $create$;

    -- Forgets salts, says whether visitors are counted, moves what batches raised into the sketches, and days that are over into their
    -- months. Answers how many changes and days were moved; null if somebody else is at it.
    EXECUTE format($create$
        CREATE OR REPLACE FUNCTION roll_up_click_visitors(is_counting BOOLEAN, most INTEGER) RETURNS BIGINT
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = %1$I, pg_temp SET work_mem = '64MB' SET jit = off AS $roll$
        DECLARE
            today CONSTANT DATE := CAST(NOW() AT TIME ZONE 'UTC' AS DATE);
            moved BIGINT;
            folded BIGINT := 0;
        BEGIN
            IF NOT pg_try_advisory_xact_lock(CAST(CAST(CAST('click_visitors' AS REGCLASS) AS OID) AS BIGINT)) THEN
                RETURN NULL;
            END IF;
            UPDATE click_visitor_salts SET salt = NULL WHERE salt IS NOT NULL AND day <= today - 2;
            -- After a day without anybody here, clicks may have come too late to be looked at.
            IF is_counting THEN
                UPDATE click_visitor_progress
                SET counting_since = CASE WHEN seen_at >= NOW() - INTERVAL '1 day' THEN coalesce(counting_since, NOW())
                                          ELSE NOW() END,
                    seen_at = NOW()
                WHERE counting_since IS NULL OR seen_at IS NULL OR seen_at < NOW() - INTERVAL '1 minute';
            ELSE
                UPDATE click_visitor_progress SET counting_since = NULL WHERE counting_since IS NOT NULL;
            END IF;
            WITH taken AS (
                DELETE FROM click_visitor_changes
                WHERE ctid = ANY (ARRAY(SELECT ctid FROM click_visitor_changes LIMIT most)) RETURNING *),
            raised AS (
                SELECT c.short_code, c.day, max(c.mark) AS mark
                FROM taken, unnest(taken.short_code, taken.day, taken.mark) AS c (short_code, day, mark)
                GROUP BY c.short_code, c.day, c.mark >> 6),
            added AS MATERIALIZED (
                SELECT add_click_visitors(short_code, 'd', day, array_agg(mark ORDER BY mark))
                FROM raised GROUP BY short_code, day)
            SELECT (SELECT count(*) FROM taken) + 0 * (SELECT count(*) FROM added) INTO moved;
            -- A salt is used for seconds after its end at most; whole days later, with no change left, a day is over.
            IF moved < most THEN
                WITH over AS (
                    UPDATE click_visitors SET is_folded = true
                    WHERE ctid = ANY (ARRAY(SELECT ctid FROM click_visitors
                                            WHERE span = 'd' AND NOT is_folded AND start <= today - 4 LIMIT most))
                    RETURNING short_code, start, marks, registers),
                marked AS (
                    SELECT short_code, CAST(date_trunc('month', start) AS DATE) AS month, mark
                    FROM over, LATERAL (
                        SELECT unnest(marks) AS mark
                        UNION ALL
                        SELECT number << 6 | get_byte(registers, number)
                        FROM generate_series(0, length(registers) - 1) AS number
                        WHERE get_byte(registers, number) > 0) AS m),
                highest AS (
                    SELECT short_code, month, max(mark) AS mark FROM marked GROUP BY short_code, month, mark >> 6),
                added AS MATERIALIZED (
                    SELECT add_click_visitors(short_code, 'm', month, array_agg(mark ORDER BY mark))
                    FROM highest GROUP BY short_code, month)
                SELECT (SELECT count(*) FROM over) + 0 * (SELECT count(*) FROM added) INTO folded;
            END IF;
            RETURN moved + folded;
        END
        $roll$
    $create$, current_schema());
END
$do$;

REVOKE EXECUTE ON FUNCTION raise_click_visitors(BYTEA, INTEGER[]) FROM PUBLIC;

REVOKE EXECUTE ON FUNCTION add_click_visitors(TEXT, "char", DATE, INTEGER[]) FROM PUBLIC;

-- Who has the salt of a day can try out who was there.
REVOKE EXECUTE ON FUNCTION click_visitor_salt(DATE) FROM PUBLIC;
