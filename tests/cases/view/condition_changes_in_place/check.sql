SELECT * FROM big_orders ORDER BY 1;
