INSERT INTO customers (id, name) VALUES (1, 'Ann'), (2, 'Bob');
INSERT INTO orders (label, customer_id) VALUES ('tea', 1), ('salt', NULL);
