BEGIN;
DELETE FROM customers WHERE id = 1;
SELECT label, customer_id FROM orders ORDER BY label;
ROLLBACK;
