INSERT INTO orders (label, place, amount) VALUES ('tea', 'here', 1), ('salt', NULL, 2);
