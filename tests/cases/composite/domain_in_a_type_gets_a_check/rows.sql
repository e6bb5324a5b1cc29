INSERT INTO users (home) VALUES (ROW('b', '12345')), (NULL);
