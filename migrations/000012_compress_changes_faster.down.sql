DO $do$
BEGIN
    IF to_regclass('click_changes') IS NOT NULL
       AND EXISTS (SELECT FROM pg_settings WHERE name = 'default_toast_compression') THEN
        EXECUTE (
            SELECT 'ALTER TABLE click_changes ' || string_agg(format('ALTER COLUMN %I SET COMPRESSION DEFAULT', attname), ', ')
            FROM pg_attribute
            WHERE attrelid = CAST('click_changes' AS REGCLASS) AND attnum > 0 AND NOT attisdropped AND attstorage = 'x');
    END IF;
END
$do$;
