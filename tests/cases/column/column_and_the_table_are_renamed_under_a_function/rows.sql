INSERT INTO people (mail) VALUES ('a@b');
