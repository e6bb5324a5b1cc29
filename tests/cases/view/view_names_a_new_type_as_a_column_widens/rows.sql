INSERT INTO orders (amount, state) VALUES (4, 'open'), (5, 'closed');
