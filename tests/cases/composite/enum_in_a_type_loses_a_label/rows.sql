INSERT INTO users (home) VALUES (ROW('a', 'barn')), (ROW('b', 'home')), (NULL);
