INSERT INTO orders (label, parent_id) VALUES ('tea', NULL), ('cup', 1);
