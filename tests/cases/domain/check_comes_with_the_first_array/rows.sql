INSERT INTO users (email) VALUES ('a@b.c'), ('d@e.f');
