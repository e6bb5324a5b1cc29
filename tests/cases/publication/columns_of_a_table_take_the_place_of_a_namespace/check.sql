SELECT pubname, schemaname, tablename, attnames, rowfilter
FROM pg_publication_tables
ORDER BY pubname, schemaname, tablename;
