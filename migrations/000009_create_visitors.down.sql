DROP FUNCTION IF EXISTS roll_up_click_visitors(BOOLEAN, INTEGER);

DROP FUNCTION IF EXISTS add_click_visitors(TEXT, "char", DATE, INTEGER[]);

DROP FUNCTION IF EXISTS raise_click_visitors(BYTEA, INTEGER[]);

DROP FUNCTION IF EXISTS click_visitor_salt(DATE);

DROP TABLE IF EXISTS click_visitor_progress;

DROP TABLE IF EXISTS click_visitors;

DROP TABLE IF EXISTS click_visitor_changes;

DROP TABLE IF EXISTS click_visitor_salts;
