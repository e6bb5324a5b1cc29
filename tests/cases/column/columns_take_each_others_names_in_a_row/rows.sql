INSERT INTO people (a, b, c) VALUES (1, 2, 3);
