SELECT * FROM orders ORDER BY id;
SELECT conname, convalidated FROM pg_constraint WHERE contype = 'f' ORDER BY conname;
SELECT data_type, max_value FROM pg_sequences WHERE sequencename = 'customers_id_seq' AND data_type = 'bigint'::regtype;
