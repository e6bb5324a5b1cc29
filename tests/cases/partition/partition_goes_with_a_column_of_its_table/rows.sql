INSERT INTO events (kind, place, amount) VALUES ('salt', 1, 2);
