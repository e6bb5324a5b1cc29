CALL count_orders(6, NULL, 4);
