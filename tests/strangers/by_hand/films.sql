-- What somebody did by hand to the database of `films.sql`, all kinds of it, for the definitions to adopt.
CREATE TYPE public.shelf AS ENUM ('front', 'back room');
CREATE TABLE public.inventory (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    film_id bigint NOT NULL REFERENCES public.film,
    rating public.mpaa_rating DEFAULT 'G',
    price numeric(4,2) NOT NULL,
    shelf public.shelf NOT NULL DEFAULT 'front',
    seen_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE public.inventory IS 'What stands on the shelves.';
CREATE INDEX ON public.inventory (film_id);
CREATE TRIGGER last_updated BEFORE UPDATE ON public.inventory FOR EACH ROW EXECUTE FUNCTION public.last_updated();
GRANT SELECT ON public.inventory TO PUBLIC;
CREATE VIEW public.on_shelf AS SELECT i.id, f.title FROM public.inventory i JOIN public.film f USING (film_id);
CREATE FUNCTION public.shelved(public.shelf) RETURNS bigint LANGUAGE sql STABLE
    AS 'SELECT count(*) FROM public.inventory WHERE shelf = $1';
CREATE SCHEMA reports;
CREATE TABLE reports.weekly (at date, price numeric(4,2));
CREATE INDEX actor_by_name ON public.actor (last_name, first_name);
ALTER TABLE public.actor ADD CONSTRAINT named CHECK (first_name <> '');
GRANT SELECT, UPDATE ON public.language TO PUBLIC;
COMMENT ON COLUMN public.actor.first_name IS 'by hand';
ALTER TABLE public.category ADD COLUMN position integer NOT NULL DEFAULT 0;
CREATE UNIQUE INDEX category_name ON public.category (name);
CREATE OR REPLACE FUNCTION public.film_in_stock(p_film_id integer, p_store_id integer, OUT p_film_count integer)
    RETURNS SETOF integer LANGUAGE sql AS $_$ SELECT id::integer FROM public.inventory WHERE film_id = p_film_id; $_$;
ALTER TYPE public.mpaa_rating ADD VALUE 'X';
DROP VIEW public.long_films;
DROP INDEX public.film_fulltext_idx;
