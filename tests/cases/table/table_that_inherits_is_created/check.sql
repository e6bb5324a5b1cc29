INSERT INTO capitals VALUES (2, 'Wien', 2000, 'Austria');
SELECT tableoid::regclass AS of, * FROM cities ORDER BY id;
SELECT name FROM ONLY cities;
DELETE FROM capitals;
SELECT attrelid::regclass AS of, attname, attislocal, attinhcount
FROM pg_attribute
WHERE attrelid = 'capitals'::regclass AND attnum > 0 AND NOT attisdropped
ORDER BY attnum;
