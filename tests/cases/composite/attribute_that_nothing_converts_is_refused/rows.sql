INSERT INTO users (home) VALUES (NULL);
