SELECT format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = 'orders'::regclass AND attname = 'code';
SELECT conname, convalidated FROM pg_constraint WHERE conrelid = 'orders'::regclass ORDER BY conname;
SELECT relname, relfilenode = oid AS as_it_was FROM pg_class WHERE relname = 'orders';
