INSERT INTO orders (amount, label) VALUES (4, 'a'), (5, 'b');
