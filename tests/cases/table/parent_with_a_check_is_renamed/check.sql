SELECT tableoid::regclass AS of, * FROM towns ORDER BY id;
SELECT * FROM capitals ORDER BY id;
SELECT conrelid::regclass AS of, conname, conislocal, coninhcount FROM pg_constraint WHERE contype = 'c' AND conrelid <> 0 ORDER BY 1;
