SELECT attrelid::regclass AS of, attname, attislocal, attinhcount
FROM pg_attribute
WHERE attrelid = 'capitals'::regclass AND attnum > 0 AND NOT attisdropped
ORDER BY attnum;
