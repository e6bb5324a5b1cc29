INSERT INTO orders (state) VALUES ('new'), ('done');
