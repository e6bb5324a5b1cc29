INSERT INTO users (email, name) VALUES ('a@b.c', 'a'), (NULL, 'b'), (NULL, 'c'), ('d@e.f', 'd');
