SELECT pieces, state FROM orders ORDER BY id;
