CALL count_orders(6, 2);
SELECT oid::regprocedure FROM pg_proc WHERE proname = 'count_orders';
