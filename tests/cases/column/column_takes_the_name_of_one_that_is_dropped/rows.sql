INSERT INTO people (mail, email) VALUES (1, 'a@b');
