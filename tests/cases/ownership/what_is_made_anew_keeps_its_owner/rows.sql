INSERT INTO public.orders (label, state, first, last_change) VALUES ('a', 'open', 'open', ('open', 'paid')), ('b', 'lost', NULL, ('open', 'lost'));
