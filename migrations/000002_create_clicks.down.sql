DROP INDEX IF EXISTS idx_clicks_short_code;

DROP TABLE IF EXISTS clicks;
