INSERT INTO orders (amount) VALUES (1);
INSERT INTO notes (order_id) VALUES (1);
