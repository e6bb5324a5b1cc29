INSERT INTO events (at, kind, amount) VALUES ('2026-01-05', 'tea', 1), ('2026-01-31', 'salt', 2);
