SELECT reloptions FROM pg_class WHERE oid = 'big_orders'::regclass;
