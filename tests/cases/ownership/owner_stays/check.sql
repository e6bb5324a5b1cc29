SELECT relname, relkind, pg_get_userbyid(relowner) AS owner FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind <> 'i' ORDER BY relname;
