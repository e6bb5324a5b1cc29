SELECT * FROM large();
SELECT proacl FROM pg_proc WHERE proname = 'large';
