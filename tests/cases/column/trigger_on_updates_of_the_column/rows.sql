INSERT INTO orders (amount, label) VALUES (1, 'a');
