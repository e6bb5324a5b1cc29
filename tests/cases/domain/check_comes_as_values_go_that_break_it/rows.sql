INSERT INTO users (email, name) VALUES ('none', 'Ada'), (NULL, 'Bob');
INSERT INTO teams (email) VALUES (NULL), ('x');
