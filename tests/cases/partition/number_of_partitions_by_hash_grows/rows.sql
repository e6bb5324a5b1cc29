INSERT INTO events (id, at, kind, amount) OVERRIDING SYSTEM VALUE VALUES (1, '2026-01-01', 'tea', 1);
DELETE FROM events_1;
INSERT INTO events (id, at, kind, amount) OVERRIDING SYSTEM VALUE SELECT i, '2026-01-01', 'x', 1 FROM generate_series(1, 40) AS i WHERE i IN (1, 12, 21);
DELETE FROM events_1;
