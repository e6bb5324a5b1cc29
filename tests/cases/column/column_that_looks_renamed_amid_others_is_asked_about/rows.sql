INSERT INTO people (name, mail) VALUES ('Ada', 'a@b');
