INSERT INTO people (mail, age) VALUES ('a@b.c', 3);
