SELECT public.is_won('won');
