-- The links of an hour, day or month in the order of their clicks, so that the most clicked ones of a time are found at the heads of few
-- rows. It serves for what the index before it did: to read an hour, day or month as a whole.
CREATE INDEX IF NOT EXISTS idx_click_counts_order ON click_counts (span, start, clicks DESC, short_code);

DROP INDEX IF EXISTS idx_click_counts_start;
