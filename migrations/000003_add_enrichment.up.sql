-- Empty means "not looked up": rows written before enrichment existed.
ALTER TABLE clicks
    ADD COLUMN IF NOT EXISTS country_code   VARCHAR(2)   NOT NULL DEFAULT '',
    ADD COLUMN IF NOT EXISTS device_type    VARCHAR(20)  NOT NULL DEFAULT '',
    ADD COLUMN IF NOT EXISTS traffic_source VARCHAR(255) NOT NULL DEFAULT '';
