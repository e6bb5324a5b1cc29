INSERT INTO public.orders (label) VALUES ('a'), ('b');
