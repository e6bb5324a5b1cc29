INSERT INTO orders (label, open) VALUES ('tea', true), ('tea', false), ('coffee', false);
