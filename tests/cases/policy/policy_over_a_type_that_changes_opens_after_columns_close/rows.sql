INSERT INTO orders (id, label, state) VALUES (1, 'a', 'open'), (2, 'b', 'paid');
