-- Counts what is there already, in a transaction of its own: writers do not wait for it.
SELECT rebuild_click_counts();
