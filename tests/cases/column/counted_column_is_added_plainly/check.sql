SELECT count(*) FROM orders WHERE no IN (1, 2);
SELECT nextval('orders_no_seq');
