DO $do$
BEGIN
    IF to_regclass('clicks') IS NOT NULL THEN
        DROP TRIGGER IF EXISTS forget_click_counts ON clicks;
        DROP TRIGGER IF EXISTS note_removed_clicks ON clicks;
        DROP TRIGGER IF EXISTS note_changed_clicks ON clicks;
        DROP TRIGGER IF EXISTS note_added_clicks ON clicks;
    END IF;
END
$do$;

DROP FUNCTION IF EXISTS rebuild_click_counts();

DROP FUNCTION IF EXISTS settle_click_counts(INTEGER);

DROP FUNCTION IF EXISTS roll_up_clicks(INTEGER);

DROP FUNCTION IF EXISTS forget_click_counts();

DROP FUNCTION IF EXISTS note_click_changes();

DROP TABLE IF EXISTS click_counts_progress;

DROP TABLE IF EXISTS click_counts;

DROP TABLE IF EXISTS click_counts_recent;

DROP TABLE IF EXISTS click_totals;

DROP TABLE IF EXISTS click_changes;
