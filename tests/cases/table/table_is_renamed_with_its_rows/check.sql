BEGIN;
INSERT INTO clients (name) VALUES ('Cy');
SELECT id, name FROM clients ORDER BY id;
ROLLBACK;
