INSERT INTO orders (label, amount) VALUES ('tea', 1), ('salt', 10);
