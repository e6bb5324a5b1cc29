INSERT INTO orders (place, amount) VALUES (1, 10), (2, 20);
