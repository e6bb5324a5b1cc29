INSERT INTO kinds VALUES ('tea'), ('rice');
INSERT INTO events (at, amount, kind) VALUES ('2026-01-05', 1, 'tea'), ('2026-02-05', 2, 'rice'), ('2026-06-05', 3, 'tea');
