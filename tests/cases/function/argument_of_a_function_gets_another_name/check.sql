SELECT count_orders(label_wanted => 'tea');
