INSERT INTO events (at, kind, amount) VALUES ('2026-01-05', 'tea', 1), ('2026-01-31', 'salt', 2);
INSERT INTO events (at, kind, amount) VALUES ('2026-02-05', 'sugar', 3), ('2026-06-05', 'rice', 4);
