-- The name of a key passes to another table, and a sequence with it.
CREATE TABLE drafts (id serial PRIMARY KEY, note text);
ALTER TABLE settings DROP CONSTRAINT settings_pkey;
CREATE TABLE options (name text, CONSTRAINT settings_pkey PRIMARY KEY (name));
DROP TABLE parts.events_1;
