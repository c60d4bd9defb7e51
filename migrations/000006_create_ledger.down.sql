DROP FUNCTION IF EXISTS merge_click_ledger(INTERVAL);

DROP TABLE IF EXISTS click_rejections;

DROP TABLE IF EXISTS click_ledger;
