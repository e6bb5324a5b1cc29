INSERT INTO orders (id, label) VALUES (5, 'a');
