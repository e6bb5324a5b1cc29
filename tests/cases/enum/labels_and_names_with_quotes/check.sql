SELECT * FROM "Order Items" ORDER BY id;
