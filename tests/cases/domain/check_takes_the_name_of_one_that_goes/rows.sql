INSERT INTO users (emails) VALUES ('{a@b.c,d@e.f}'), ('{}');
