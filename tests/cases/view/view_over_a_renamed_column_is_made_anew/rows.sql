INSERT INTO people (mail, age) VALUES ('a@b', 20);
