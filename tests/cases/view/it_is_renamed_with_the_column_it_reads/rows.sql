INSERT INTO orders (state, price) VALUES ('new', 1), ('done', 2);
