SELECT * FROM orders ORDER BY id;
SELECT proname, proargnames, proargtypes::regtype[], prorettype::regtype, proacl FROM pg_proc WHERE pronamespace = 'public'::regnamespace ORDER BY 1, 3;
