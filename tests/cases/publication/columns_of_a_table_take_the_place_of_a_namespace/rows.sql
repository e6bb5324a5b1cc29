INSERT INTO public.orders (label, amount)
SELECT 'order ' || n, n FROM generate_series(1, 30) AS n;
