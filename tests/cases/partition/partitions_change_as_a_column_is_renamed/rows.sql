INSERT INTO events (at, kind, amount) VALUES ('2026-02-05', 'sugar', 3), ('2026-06-05', 'rice', 4);
