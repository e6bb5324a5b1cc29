INSERT INTO customers (name) VALUES ('a'), ('b');
INSERT INTO orders (customer_id, payer_id) SELECT id, id FROM customers;
