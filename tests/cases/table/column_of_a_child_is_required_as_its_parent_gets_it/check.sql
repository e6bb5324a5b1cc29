SELECT tableoid::regclass AS of, * FROM cities ORDER BY id;
SELECT * FROM capitals ORDER BY id;
SELECT attrelid::regclass AS of, attname, attislocal, attinhcount
FROM pg_attribute
WHERE attrelid = 'capitals'::regclass AND attnum > 0 AND NOT attisdropped
ORDER BY attnum;
