INSERT INTO customers (id, name) VALUES (1, 'Ann');
INSERT INTO orders (label, customer_id) VALUES ('tea', 1);
