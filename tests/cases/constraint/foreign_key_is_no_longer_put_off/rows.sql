INSERT INTO customers VALUES (1, 'Ann');
INSERT INTO orders (customer_id) VALUES (1);
