SELECT film.release_year,
    count(*) AS films
   FROM public.film
  GROUP BY film.release_year