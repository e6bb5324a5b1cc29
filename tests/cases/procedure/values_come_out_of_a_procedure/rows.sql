INSERT INTO orders (amount, label) VALUES (3, 'tea'), (5, 'salt'), (9, 'oil');
