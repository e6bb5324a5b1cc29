INSERT INTO orders (label) VALUES ('tea');
INSERT INTO lines (order_id, amount) VALUES (1, 2);
