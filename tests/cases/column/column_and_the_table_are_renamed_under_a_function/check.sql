SELECT public.addresses();
