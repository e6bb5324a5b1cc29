SELECT label, note FROM orders ORDER BY label;
