INSERT INTO customers DEFAULT VALUES;
INSERT INTO orders (customer_id) VALUES (1);
