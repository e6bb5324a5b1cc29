INSERT INTO public.orders (label, amount) VALUES ('open', 1), ('secret', 10);
