SELECT 'relation ' || relname AS object, pg_get_userbyid(relowner) AS owner FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v', 'm', 'S')
UNION ALL SELECT 'type ' || typname, pg_get_userbyid(typowner) FROM pg_type
WHERE typnamespace = 'public'::regnamespace AND typtype IN ('e', 'd')
UNION ALL SELECT 'routine ' || proname, pg_get_userbyid(proowner) FROM pg_proc
WHERE pronamespace = 'public'::regnamespace
UNION ALL SELECT 'statistics ' || stxname, pg_get_userbyid(stxowner) FROM pg_statistic_ext
UNION ALL SELECT 'publication ' || pubname, pg_get_userbyid(pubowner) FROM pg_publication
ORDER BY 1;
