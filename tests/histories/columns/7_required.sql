CREATE TABLE must (id integer, name text NOT NULL, number integer DEFAULT 0 NOT NULL UNIQUE);
