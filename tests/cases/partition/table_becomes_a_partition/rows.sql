INSERT INTO kinds VALUES ('tea'), ('salt'), ('sugar');
INSERT INTO events (at, kind, amount) VALUES ('2026-02-05', 'sugar', 3);
INSERT INTO events_2026_01 (id, at, kind, amount) VALUES (11, '2026-01-05', 'tea', 1), (12, '2026-01-31', 'salt', 2);
