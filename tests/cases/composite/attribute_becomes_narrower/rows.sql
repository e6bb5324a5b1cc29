INSERT INTO users (home) VALUES (ROW('Main Street 1', 5)), (NULL);
