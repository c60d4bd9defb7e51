-- What this service knows beyond country, device and source. Every column has a default or may be null, so that writers and
-- readers that do not know it keep working.
ALTER TABLE clicks
    ADD COLUMN IF NOT EXISTS traffic_channel VARCHAR(20) NOT NULL DEFAULT '',
    ADD COLUMN IF NOT EXISTS browser         VARCHAR(64) NOT NULL DEFAULT '',
    ADD COLUMN IF NOT EXISTS os              VARCHAR(64) NOT NULL DEFAULT '',
    ADD COLUMN IF NOT EXISTS region          VARCHAR(128),
    ADD COLUMN IF NOT EXISTS city            VARCHAR(128);
