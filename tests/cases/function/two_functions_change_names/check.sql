SELECT public.a(1), public.b(1);
