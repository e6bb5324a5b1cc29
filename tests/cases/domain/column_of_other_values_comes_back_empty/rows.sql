INSERT INTO orders (price, discount) VALUES (10, NULL), (20, NULL);
