SELECT * FROM large;
SELECT * FROM sums ORDER BY state;
SELECT relname, relkind, relacl FROM pg_class WHERE relname IN ('counted', 'large', 'sums') ORDER BY 1;
SELECT indexname FROM pg_indexes WHERE tablename = 'sums';
