SELECT pg_get_serial_sequence('orders', 'no'), nextval('orders_no_seq');
