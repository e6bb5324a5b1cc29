-- An operator class in a schema of its own, and default privileges that name their owner.
CREATE SCHEMA ext;
CREATE EXTENSION pg_trgm WITH SCHEMA ext;
CREATE TABLE words (word text);
CREATE INDEX words_alike ON words USING gin (word ext.gin_trgm_ops);
DO $$ BEGIN EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON TABLES TO %I', current_user); END $$;
