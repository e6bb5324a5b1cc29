SELECT pg_get_serial_sequence('purchases', 'number');
