INSERT INTO customers VALUES (1), (2);
INSERT INTO orders (customer_id, amount, label) VALUES (1, 10, 'a'), (2, 20, NULL);
