SELECT * FROM orders ORDER BY id;
SELECT * FROM shipments;
