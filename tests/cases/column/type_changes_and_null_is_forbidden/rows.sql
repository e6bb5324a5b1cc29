INSERT INTO orders (label, amount) VALUES ('a', 1), ('b', NULL), ('c', 2000);
