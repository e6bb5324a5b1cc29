SELECT pg_get_serial_sequence('purchases', 'number'), nextval('purchases_number_seq');
