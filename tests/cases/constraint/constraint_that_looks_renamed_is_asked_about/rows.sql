INSERT INTO people (age) VALUES (3);
