SELECT pg_get_serial_sequence('orders', 'no'), nextval('order_no');
