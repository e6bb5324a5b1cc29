SELECT obj_description('big_orders'::regclass);
