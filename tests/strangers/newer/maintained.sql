-- Needs PostgreSQL 17.
-- A table whose upkeep others do.
CREATE TABLE public.measurements (
    id bigint PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT now(),
    value numeric(10, 2)
);
CREATE TABLE public.places (id bigint PRIMARY KEY, name text NOT NULL);
GRANT MAINTAIN ON public.measurements TO PUBLIC;
GRANT ALL ON public.places TO PUBLIC;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, MAINTAIN ON TABLES TO PUBLIC;
