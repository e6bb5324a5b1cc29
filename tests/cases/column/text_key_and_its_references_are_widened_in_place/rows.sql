INSERT INTO customers (id, name) VALUES ('x', 'a'), ('y', 'b');
INSERT INTO orders (customer_id, payer_id) SELECT id, id FROM customers;
