INSERT INTO events (at, kind, amount) VALUES ('2026-01-31', 'salt', 2);
