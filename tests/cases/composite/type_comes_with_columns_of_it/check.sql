BEGIN;
INSERT INTO users (name, home, others) VALUES ('b', ROW('x', 'y'), ARRAY[ROW('v', 'w')::address]);
SELECT name, (home).town, others FROM users ORDER BY id;
ROLLBACK;
SELECT typacl FROM pg_type WHERE typname = 'address';
