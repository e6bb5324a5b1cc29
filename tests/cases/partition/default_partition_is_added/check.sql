INSERT INTO events (at, kind, amount) VALUES ('2026-06-05', 'sugar', 1);
SELECT tableoid::regclass AS partition, kind, amount FROM events ORDER BY kind;
