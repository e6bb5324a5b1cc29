INSERT INTO shop.customers (name) VALUES ('Ada');
