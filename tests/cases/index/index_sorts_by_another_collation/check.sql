SELECT pg_get_indexdef('orders_label'::regclass);
