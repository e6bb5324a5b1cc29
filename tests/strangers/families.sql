-- Needs PostgreSQL 15.
-- Tables that inherit, with columns of their own said again as dumps of old databases do; sequences of all
-- sorts; partitions by list and hash with parts of their own; rules of names: capitals, spaces, Arabic,
-- reserved words, 63 bytes.
CREATE TABLE public.people (id integer NOT NULL, name text NOT NULL, CONSTRAINT named CHECK (name <> ''));
CREATE TABLE public.employees (id integer NOT NULL, name text NOT NULL, salary numeric, CONSTRAINT named CHECK (name <> ''));
ALTER TABLE public.employees INHERIT public.people;
CREATE SEQUENCE public.downwards AS smallint INCREMENT -2 MINVALUE -100 MAXVALUE 10 START 10 CACHE 5 CYCLE;
CREATE UNLOGGED SEQUENCE public.forgetful;
CREATE TABLE public.events (tenant integer NOT NULL, kind text, at date NOT NULL, code varchar(8) COLLATE "C")
    PARTITION BY LIST (kind);
CREATE TABLE public.events_a PARTITION OF public.events FOR VALUES IN ('a', 'it''s', NULL) PARTITION BY HASH (tenant);
CREATE TABLE public.events_a_0 PARTITION OF public.events_a FOR VALUES WITH (modulus 2, remainder 0);
CREATE TABLE public.events_a_1 PARTITION OF public.events_a FOR VALUES WITH (modulus 2, remainder 1);
CREATE TABLE public.events_rest PARTITION OF public.events DEFAULT;
CREATE INDEX events_at ON public.events (at, code COLLATE "POSIX" DESC);
CREATE TABLE public."طلبات" ("رقم" bigint GENERATED ALWAYS AS IDENTITY, "select" text, "has ""quotes""" text, "Ünï çödé" text DEFAULT 'ä''ö');
ALTER TABLE public."طلبات" ADD CONSTRAINT "قيد" UNIQUE ("رقم", "select");
CREATE INDEX an_index_with_a_name_that_is_just_as_long_as_postgresql_accepts ON public."طلبات" ((lower("select")));
CREATE TABLE public."Table" ("Id" int PRIMARY KEY, "table" int REFERENCES public."Table" ("Id"));
CREATE VIEW public."View" ("A", "b c") AS SELECT 1, 'x'::text UNION ALL SELECT "Id", "table"::text FROM public."Table";
CREATE FUNCTION public."Do It"("a b" integer, "ب" text DEFAULT 'x,y') RETURNS void LANGUAGE plpgsql AS $q$ BEGIN PERFORM '$$'; END $q$;
CREATE OR REPLACE FUNCTION public.watch() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$;
CREATE EVENT TRIGGER watching ON ddl_command_end WHEN TAG IN ('CREATE TABLE', 'DROP TABLE') EXECUTE FUNCTION public.watch();
COMMENT ON COLUMN public."طلبات"."رقم" IS 'العدد';
