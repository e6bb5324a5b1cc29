SELECT DISTINCT updated_at = '2020-01-01' AS untouched FROM visits;
SELECT attname, format_type(atttypid, atttypmod), attacl FROM pg_attribute WHERE attrelid = 'visits'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum;
