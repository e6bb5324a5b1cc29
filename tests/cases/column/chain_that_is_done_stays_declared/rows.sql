INSERT INTO people (b, c) VALUES (1, 2);
