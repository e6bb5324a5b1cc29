INSERT INTO events (id, at, kind, amount) OVERRIDING SYSTEM VALUE
SELECT i, '2026-01-01', 'x', 1 FROM generate_series(1, 20) AS i;
DELETE FROM events_1;
