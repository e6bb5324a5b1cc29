SELECT relowner::regrole AS owner FROM pg_class WHERE relname IN ('orders', 'order_no') ORDER BY relname;
