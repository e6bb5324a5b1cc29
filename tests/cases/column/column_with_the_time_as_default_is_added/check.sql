SELECT label, created_at <= now() AS told FROM orders ORDER BY label;
