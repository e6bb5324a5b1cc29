INSERT INTO people (name, age) VALUES ('Ada', 3);
