SET ROLE reader;
SELECT label FROM orders ORDER BY label;
RESET ROLE;
