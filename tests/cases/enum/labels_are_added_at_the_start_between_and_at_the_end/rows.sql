INSERT INTO orders (label, state) VALUES ('tea', 'open'), ('salt', 'closed');
