INSERT INTO public.places (city, country, visits)
SELECT 'city ' || n % 20, 'country ' || n % 5, n FROM generate_series(1, 400) AS n;
