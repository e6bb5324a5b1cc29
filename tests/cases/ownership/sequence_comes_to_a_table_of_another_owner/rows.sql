INSERT INTO public.orders (no, bill) VALUES (1, 1);
