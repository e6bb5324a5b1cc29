INSERT INTO public.orders (label)
SELECT 'order ' || n FROM generate_series(1, 3) AS n;
