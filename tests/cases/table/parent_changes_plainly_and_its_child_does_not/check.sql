SELECT tableoid::regclass AS of, * FROM cities ORDER BY id;
SELECT * FROM capitals ORDER BY id;
SELECT conrelid::regclass AS of, conname, convalidated, conislocal, coninhcount FROM pg_constraint WHERE contype = 'c' AND conrelid <> 0 ORDER BY conrelid::regclass::text;
