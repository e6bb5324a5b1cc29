SELECT nextval('orders_id_seq'), nextval('orders_left_seq');
SELECT nextval('orders_id_seq'), nextval('orders_left_seq');
