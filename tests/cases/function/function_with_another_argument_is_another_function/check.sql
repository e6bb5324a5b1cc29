SELECT count_orders('tea');
