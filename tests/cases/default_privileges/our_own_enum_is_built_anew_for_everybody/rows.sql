INSERT INTO orders (label, state) VALUES ('a', 'open'), ('b', 'paid');
