INSERT INTO shops (id) VALUES (1);
