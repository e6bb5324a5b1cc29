SELECT * FROM cities ORDER BY id;
