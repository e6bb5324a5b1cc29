INSERT INTO orders (amount, code, weight, label) VALUES (1, 'a', 2, 'b');
