SELECT label, amount FROM orders ORDER BY label;
