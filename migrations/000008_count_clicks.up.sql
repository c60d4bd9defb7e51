-- Counts what is there already, in a transaction of its own: writers do not wait for it. About a minute for five million rows.
SELECT rebuild_click_counts();
