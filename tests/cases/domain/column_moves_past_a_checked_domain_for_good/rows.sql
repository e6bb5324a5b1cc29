INSERT INTO users (email, name) VALUES ('a@b.c', 'a'), ('d@e.f', 'd');
