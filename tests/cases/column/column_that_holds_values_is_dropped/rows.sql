INSERT INTO orders (label, amount) VALUES ('tea', 2), ('salt', 1);
