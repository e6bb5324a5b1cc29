SET ROLE reader;
SELECT count_orders();
RESET ROLE;
