-- Needs PostgreSQL 15.
-- Two columns at the end go at once, and one with what is computed from it; a computed one is computed otherwise, before others.
CREATE TABLE ends (a integer, b integer, c integer, d integer);
CREATE TABLE sums (a integer, b integer, sum integer GENERATED ALWAYS AS (a + b) STORED, note text);
CREATE TABLE counts (a integer PRIMARY KEY, twice integer GENERATED ALWAYS AS (a * 2) STORED, b integer, kind text, CHECK (kind IN ('x', 'y')));
CREATE FUNCTION note_counts() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE TRIGGER note AFTER UPDATE OF kind ON counts FOR EACH ROW EXECUTE FUNCTION note_counts();
CREATE PUBLICATION counted FOR TABLE counts WHERE (kind = 'x') WITH (publish = 'insert');
CREATE TABLE ids (id integer PRIMARY KEY);
CREATE TABLE refs (id integer CONSTRAINT refs_fk REFERENCES ids (id));
CREATE TABLE keyed (id uuid PRIMARY KEY);
CREATE TABLE keys (id text, CONSTRAINT keys_fk CHECK (id <> ''));
