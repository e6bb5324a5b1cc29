SELECT public.is_positive(1);
