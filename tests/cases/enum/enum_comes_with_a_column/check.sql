SELECT label, state FROM orders ORDER BY label;
