INSERT INTO orders (label, amount) VALUES ('a', 1), ('b', 20), ('c', 2000);
