INSERT INTO orders (id, label, amount) VALUES (1, 'a', 1), (2, 'b', 2);
