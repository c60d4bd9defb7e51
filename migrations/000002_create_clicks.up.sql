-- One row a click. The shortener's analytics reader counts by short_code.
CREATE TABLE IF NOT EXISTS clicks (
    id         UUID        PRIMARY KEY,
    short_code VARCHAR(8)  NOT NULL,
    clicked_at TIMESTAMPTZ NOT NULL DEFAULT NOW()
);

CREATE INDEX IF NOT EXISTS idx_clicks_short_code ON clicks (short_code);
