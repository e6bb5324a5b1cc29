BEGIN;
UPDATE orders SET place = 3 - place;
SET CONSTRAINTS ALL IMMEDIATE;
SELECT place, amount FROM orders ORDER BY place;
ROLLBACK;
