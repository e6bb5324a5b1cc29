SELECT proname, prokind, pg_get_function_arguments(oid) AS arguments, proacl::text
FROM pg_proc
WHERE pronamespace = 'public'::regnamespace
ORDER BY proname;
