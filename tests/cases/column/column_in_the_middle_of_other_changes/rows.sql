INSERT INTO customers DEFAULT VALUES;
INSERT INTO orders (is_gift, amount, customer_id)
SELECT n > 10, n, 1
FROM generate_series(1, 20) AS n;
