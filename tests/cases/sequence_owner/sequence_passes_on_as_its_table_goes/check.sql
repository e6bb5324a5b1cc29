SELECT pg_get_serial_sequence('purchases', 'no'), nextval('order_no');
