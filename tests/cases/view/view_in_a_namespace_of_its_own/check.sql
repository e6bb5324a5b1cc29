SELECT * FROM reports.big_orders ORDER BY 1;
