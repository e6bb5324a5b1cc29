INSERT INTO orders (amount) VALUES (1), (2);
