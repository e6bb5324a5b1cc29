INSERT INTO orders (price, discount) VALUES (10, 1), (20, 3);
