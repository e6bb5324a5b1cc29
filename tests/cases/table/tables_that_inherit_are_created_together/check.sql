SELECT conrelid::regclass AS of, conname, conislocal, coninhcount FROM pg_constraint WHERE contype = 'c' AND conrelid <> 0 ORDER BY 1, 2;
