SELECT id, article, amount, customer_id FROM orders WHERE id IN (1, 20) ORDER BY id;
