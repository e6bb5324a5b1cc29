CREATE TABLE things (id integer PRIMARY KEY, name text NOT NULL, tags jsonb, note text);
INSERT INTO things VALUES (1, 'one', NULL, 'first');
