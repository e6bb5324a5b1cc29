INSERT INTO users (home) VALUES (ROW('b', 'home')), (NULL);
