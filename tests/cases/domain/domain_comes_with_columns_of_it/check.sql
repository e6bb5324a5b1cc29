BEGIN;
INSERT INTO users (name, email, others) VALUES ('c', 'c@d.e', '{x@y.z}');
SELECT name, email, work, others FROM users ORDER BY id;
ROLLBACK;
SELECT typacl FROM pg_type WHERE typname = 'email';
