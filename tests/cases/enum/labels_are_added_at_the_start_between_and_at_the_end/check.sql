SELECT enum_range(NULL::order_state) AS labels;
SELECT label, state FROM orders ORDER BY state;
