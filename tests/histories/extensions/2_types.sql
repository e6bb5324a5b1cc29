-- A column gets a type that comes in the same step, and an index an operator class.
CREATE EXTENSION hstore;
CREATE EXTENSION citext;
CREATE EXTENSION pg_trgm;
ALTER TABLE things ALTER COLUMN name TYPE citext;
ALTER TABLE things DROP COLUMN tags;
ALTER TABLE things ADD COLUMN tags hstore;
CREATE INDEX things_note ON things USING gin (note gin_trgm_ops);
