INSERT INTO orders (id) VALUES (3), (7);
