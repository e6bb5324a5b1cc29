SELECT nextval('order_no');
