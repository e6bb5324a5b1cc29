BEGIN;
DELETE FROM clients;
SELECT count(*) FROM orders;
ROLLBACK;
