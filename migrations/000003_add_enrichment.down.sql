ALTER TABLE IF EXISTS clicks
    DROP COLUMN IF EXISTS traffic_source,
    DROP COLUMN IF EXISTS device_type,
    DROP COLUMN IF EXISTS country_code;
