INSERT INTO orders (label, note) VALUES ('tea', 'hot'), ('salt', NULL), ('rice', NULL);
