INSERT INTO events (id, kind, note, amount) VALUES (1, 'rice', 'a', 1), (3, 'sugar', NULL, 3);
