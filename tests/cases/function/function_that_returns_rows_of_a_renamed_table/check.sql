SELECT id FROM public.everyone();
