SELECT * FROM open_orders ORDER BY 1;
