BEGIN;
INSERT INTO orders (place, amount) VALUES (3, 1), (4, 2);
SELECT rows FROM logs;
ROLLBACK;
