INSERT INTO events (at, kind, amount) VALUES ('2026-06-05', 'rice', 1000);
SELECT tableoid::regclass AS partition, kind, amount FROM events ORDER BY kind;
DELETE FROM events WHERE kind = 'rice';
