INSERT INTO orders (label, note, amount) VALUES ('tea', 'hot', 1), ('salt', NULL, 2), ('rice', NULL, 3);
