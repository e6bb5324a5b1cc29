INSERT INTO orders (label, amount) VALUES ('tea', 1), ('coffee', 7);
