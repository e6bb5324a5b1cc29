INSERT INTO orders (amount, label) VALUES (1, 'tea'), (2, 'salt');
