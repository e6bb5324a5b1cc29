INSERT INTO orders (label, amount) VALUES ('x', 1), ('xx', 2);
