-- What became of every record that was read: one row a batch, written with its clicks in one transaction, merged into ranges later.
-- A record that is read again, as after a crash, is in a further row, as a duplicate.
CREATE TABLE IF NOT EXISTS click_ledger (
    topic_id       TEXT        NOT NULL, -- as Kafka writes it; empty: rows that this service wrote before it kept a ledger
    partition      INTEGER     NOT NULL,
    first_offset   BIGINT      NOT NULL,
    last_offset    BIGINT      NOT NULL,
    consumed       BIGINT      NOT NULL,
    stored         BIGINT      NOT NULL,
    duplicate      BIGINT      NOT NULL,
    rejected       BIGINT      NOT NULL,
    earliest_click TIMESTAMPTZ,          -- null without a click
    latest_click   TIMESTAMPTZ,
    tail_click     TIMESTAMPTZ,          -- earliest click of the batch at the upper end
    recorded_at    TIMESTAMPTZ NOT NULL DEFAULT NOW(),
    CHECK (first_offset >= 0 AND last_offset >= first_offset)
);

-- Which records were rejected: where each stands, or first stood if it is a dead letter that was sent again.
CREATE TABLE IF NOT EXISTS click_rejections (
    topic_id      TEXT        NOT NULL,
    partition     INTEGER     NOT NULL,
    record_offset BIGINT      NOT NULL,
    rejected_at   TIMESTAMPTZ NOT NULL DEFAULT NOW(),
    PRIMARY KEY (topic_id, partition, record_offset)
);

-- Ids of this service are UUIDs of version 8, the shortener's are not.
INSERT INTO click_ledger (topic_id, partition, first_offset, last_offset, consumed, stored, duplicate, rejected)
SELECT '', -1, 0, 0, count(*), count(*), 0, 0
FROM clicks
WHERE get_byte(uuid_send(id), 6) >> 4 = 8
HAVING count(*) > 0 AND NOT EXISTS (SELECT FROM click_ledger);

-- Runs with its owner's rights, so that the role of the service needs no right to delete. The search path is pinned: whoever calls
-- it cannot put tables of his own in its way.
DO $do$
BEGIN
    EXECUTE format($create$
        CREATE OR REPLACE FUNCTION merge_click_ledger(minimum_age INTERVAL) RETURNS BIGINT
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = %I, pg_temp AS $merge$
        DECLARE
            removed BIGINT;
        BEGIN
            -- One merge at a time, whoever else is at it has the same aim.
            IF NOT pg_try_advisory_xact_lock(CAST(CAST(CAST('click_ledger' AS REGCLASS) AS OID) AS BIGINT)) THEN
                RETURN 0;
            END IF;
            -- What stands alone stays as it is: a topic with transactions leaves a gap at many a batch, for ever.
            WITH compared AS (
                SELECT ctid AS place, topic_id, partition, first_offset, last_offset,
                       max(last_offset) OVER (PARTITION BY topic_id, partition ORDER BY first_offset, last_offset
                                              ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reached
                FROM click_ledger WHERE recorded_at <= NOW() - minimum_age),
            numbered AS (
                SELECT *, count(*) FILTER (WHERE first_offset > reached + 1)
                              OVER (PARTITION BY topic_id, partition ORDER BY first_offset, last_offset
                                    ROWS UNBOUNDED PRECEDING) AS number
                FROM compared),
            joined AS (
                SELECT place, number, count(*) OVER (PARTITION BY topic_id, partition, number) AS size FROM numbered),
            taken AS (
                DELETE FROM click_ledger USING joined WHERE ctid = place AND size > 1
                RETURNING click_ledger.*, joined.number),
            merged AS (
                INSERT INTO click_ledger
                SELECT topic_id, partition, min(first_offset), max(last_offset),
                       sum(consumed), sum(stored), sum(duplicate), sum(rejected),
                       min(earliest_click), max(latest_click),
                       (array_agg(tail_click ORDER BY last_offset DESC, tail_click)
                            FILTER (WHERE tail_click IS NOT NULL))[1],
                       max(recorded_at)
                FROM taken GROUP BY topic_id, partition, number
                RETURNING 1)
            SELECT (SELECT count(*) FROM taken) - (SELECT count(*) FROM merged) INTO removed;
            RETURN removed;
        END
        $merge$
    $create$, current_schema());
END
$do$;
