INSERT INTO orders (amount, state) VALUES (1, 'open'), (2, 'lost'), (3, 'closed');
