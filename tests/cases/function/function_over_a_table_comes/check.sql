SELECT count_orders();
