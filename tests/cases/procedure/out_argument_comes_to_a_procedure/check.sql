CALL count_orders(6, NULL);
