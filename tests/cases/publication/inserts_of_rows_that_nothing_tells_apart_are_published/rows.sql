INSERT INTO public.orders (id, label, amount)
SELECT n, 'order ' || n, n FROM generate_series(1, 30) AS n;
