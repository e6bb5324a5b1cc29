INSERT INTO public.orders (label, amount) VALUES ('a', 1), ('b', 2);
