INSERT INTO public.orders (label, amount) VALUES ('small', 1), ('big', 10);
