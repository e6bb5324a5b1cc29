BEGIN;
INSERT INTO people (name) VALUES ('Bo');
SELECT number, name FROM people ORDER BY number;
ROLLBACK;
SELECT pg_get_serial_sequence('people', 'number');
