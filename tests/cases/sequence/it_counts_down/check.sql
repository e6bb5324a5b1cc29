SELECT nextval('order_no'), nextval('order_no');
