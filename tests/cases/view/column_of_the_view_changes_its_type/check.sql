SELECT id, amount, pg_typeof(amount) FROM big_orders ORDER BY 1;
