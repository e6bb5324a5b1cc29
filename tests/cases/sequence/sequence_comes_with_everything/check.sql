SELECT nextval('order_no'), nextval('order_no');
SELECT relacl FROM pg_class WHERE relname = 'order_no';
