SELECT pg_get_serial_sequence('orders', 'other');
