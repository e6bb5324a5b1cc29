SELECT conrelid::regclass, conname, pg_get_constraintdef(oid), convalidated FROM pg_constraint
WHERE contype = 'c' AND conrelid IN ('cities'::regclass, 'capitals'::regclass) ORDER BY 1, 2;
