SET ROLE reader;
SELECT n FROM numbers WHERE public.is_positive(n);
