SELECT relpersistence FROM pg_class WHERE relname = 'order_no';
BEGIN;
INSERT INTO users DEFAULT VALUES;
SELECT no FROM users ORDER BY id;
ROLLBACK;
