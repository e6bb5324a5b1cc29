SELECT reloptions, relpersistence, relreplident FROM pg_class WHERE oid = 'orders'::regclass;
