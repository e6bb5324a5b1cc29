SELECT * FROM big_orders ORDER BY 1;
SELECT reloptions FROM pg_class WHERE oid = 'big_orders'::regclass;
