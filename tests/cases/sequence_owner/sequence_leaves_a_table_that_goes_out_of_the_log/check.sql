SELECT relname, relpersistence FROM pg_class WHERE relname IN ('orders', 'order_no') ORDER BY 1;
