SELECT pg_get_function_arguments('urgency'::regproc);
