SELECT id, customer_id, amount, label, token IS NOT NULL AS token FROM orders ORDER BY id;
SELECT conname, convalidated FROM pg_constraint WHERE contype <> 'n' AND conrelid = 'orders'::regclass ORDER BY conname;
