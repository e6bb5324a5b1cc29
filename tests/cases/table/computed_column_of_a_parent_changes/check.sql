SELECT tableoid::regclass AS of, * FROM cities ORDER BY id;
SELECT * FROM capitals ORDER BY id;
