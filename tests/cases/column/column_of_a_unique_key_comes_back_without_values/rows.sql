INSERT INTO orders (label, code) VALUES ('tea', 'a'), ('salt', 'b');
