INSERT INTO orders (label, amount) VALUES ('tea', 2), ('salt', 10), ('rice', 30);
