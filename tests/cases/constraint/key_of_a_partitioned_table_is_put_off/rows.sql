INSERT INTO events (at, kind) VALUES ('2026-01-05', 'tea'), ('2026-06-05', 'rice');
