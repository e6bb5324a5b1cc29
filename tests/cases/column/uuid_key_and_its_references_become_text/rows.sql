INSERT INTO customers (id, name) VALUES ('6f2c1f04-5c43-4f16-8b3e-000000000001', 'a'), ('6f2c1f04-5c43-4f16-8b3e-000000000002', 'b');
INSERT INTO orders (customer_id, payer_id) SELECT id, id FROM customers;
