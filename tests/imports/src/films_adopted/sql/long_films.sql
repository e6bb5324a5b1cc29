SELECT film.film_id,
    film.title
   FROM public.film
  WHERE (film.length > 120)