SELECT price FROM orders ORDER BY id;
