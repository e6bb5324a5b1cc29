INSERT INTO orders (id, label) VALUES (1, 'a'), (2, 'b');
