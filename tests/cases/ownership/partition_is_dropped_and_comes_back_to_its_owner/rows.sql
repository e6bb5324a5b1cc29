INSERT INTO public.events (at) VALUES ('2026-01-05'), ('2026-01-09');
