-- What rows were made with: the lists, the country database and the code. One row for each combination that was ever in use.
CREATE TABLE IF NOT EXISTS rules_versions (
    id            SMALLINT    PRIMARY KEY CHECK (id > 0),
    lists         TEXT        NOT NULL,
    geo_database  TEXT        NOT NULL,
    code          TEXT        NOT NULL,
    first_used_at TIMESTAMPTZ NOT NULL DEFAULT NOW(),
    UNIQUE (lists, geo_database, code)
);

-- Null: not known. Without a default no row is rewritten, and without a foreign key none is checked.
ALTER TABLE clicks ADD COLUMN IF NOT EXISTS rules_version SMALLINT;
