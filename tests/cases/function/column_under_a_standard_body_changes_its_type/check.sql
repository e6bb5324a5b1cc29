SELECT public.total(1), public.called('tea', 2);
