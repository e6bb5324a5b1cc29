SELECT * FROM orders ORDER BY id;
SELECT nextval('orders_no_seq');
