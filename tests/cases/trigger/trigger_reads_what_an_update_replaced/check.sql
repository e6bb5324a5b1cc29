BEGIN;
UPDATE orders SET amount = amount + 1;
SELECT rows FROM logs;
ROLLBACK;
