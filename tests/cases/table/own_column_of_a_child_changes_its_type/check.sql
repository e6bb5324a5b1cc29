SELECT * FROM capitals;
SELECT * FROM cities ORDER BY id;
