SELECT i.id,
    f.title
   FROM (public.inventory i
     JOIN public.film f USING (film_id))