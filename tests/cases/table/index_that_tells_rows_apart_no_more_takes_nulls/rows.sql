INSERT INTO orders (label, amount) VALUES ('tea', 1), ('Tea', 2), ('coffee', 3);
