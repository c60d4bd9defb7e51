DO $do$
BEGIN
    IF to_regclass('click_counts') IS NOT NULL THEN
        CREATE INDEX IF NOT EXISTS idx_click_counts_start ON click_counts (span, start, short_code) INCLUDE (clicks, humans);
    END IF;
END
$do$;

DROP INDEX IF EXISTS idx_click_counts_order;
