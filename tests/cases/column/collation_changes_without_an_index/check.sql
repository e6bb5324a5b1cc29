SELECT label FROM orders ORDER BY label;
