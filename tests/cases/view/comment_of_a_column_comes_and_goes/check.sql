SELECT col_description('big_orders'::regclass, 1), col_description('big_orders'::regclass, 2);
