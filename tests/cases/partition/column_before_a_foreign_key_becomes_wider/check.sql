SELECT * FROM events ORDER BY id;
SELECT conrelid::regclass, conname, convalidated FROM pg_constraint WHERE contype = 'f' ORDER BY 1, 2;
