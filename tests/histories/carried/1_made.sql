-- What there are no words for: all of it is carried as SQL.
CREATE COLLATION caseless (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
CREATE TYPE hours AS RANGE (subtype = timestamp with time zone, multirange_type_name = many_hours);
CREATE TYPE pair AS (a integer, b integer);
CREATE FUNCTION pair_text(pair) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT ($1).a::text';
CREATE CAST (pair AS text) WITH FUNCTION pair_text(pair) AS ASSIGNMENT;
CREATE FUNCTION same_length(text, text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT length($1) = length($2)';
CREATE OPERATOR <=> (FUNCTION = same_length, LEFTARG = text, RIGHTARG = text, COMMUTATOR = <=>);
CREATE TEXT SEARCH DICTIONARY plain (TEMPLATE = simple, accept = false);
CREATE TEXT SEARCH CONFIGURATION words (PARSER = "default");
ALTER TEXT SEARCH CONFIGURATION words ADD MAPPING FOR asciiword, word WITH plain, english_stem;
CREATE TABLE people (
    id bigint CONSTRAINT people_key PRIMARY KEY,
    name text COLLATE caseless NOT NULL,
    at hours,
    found tsvector GENERATED ALWAYS AS (to_tsvector('words'::regconfig, name)) STORED
);
COMMENT ON INDEX people_key IS 'by number';
ALTER TABLE people CLUSTER ON people_key;
CREATE TABLE log (id bigint, note text);
CREATE RULE kept AS ON DELETE TO people DO ALSO INSERT INTO log VALUES (old.id, 'gone');
CREATE VIEW alike AS SELECT a.id, b.id AS other FROM people a JOIN people b ON a.name <=> b.name;
CREATE VIEW named AS SELECT id, name FROM people;
ALTER VIEW named ALTER COLUMN name SET DEFAULT 'nobody';
CREATE DOMAIN positive AS integer CONSTRAINT above CHECK (VALUE > 0);
COMMENT ON CONSTRAINT above ON DOMAIN positive IS 'never null';
CREATE TYPE mood AS ENUM ('glad', 'sad');
REVOKE TRUNCATE ON log FROM CURRENT_USER;
