SELECT id, label, state FROM orders ORDER BY id;
