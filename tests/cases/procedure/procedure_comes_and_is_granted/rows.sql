INSERT INTO public.orders (amount)
SELECT n FROM generate_series(1, 4) AS n;
