-- A small shop: one table has no key, one an update trigger, one a column that is computed.
CREATE TABLE people (
    id serial PRIMARY KEY,
    nick text NOT NULL,
    mail text,
    age integer,
    joined timestamptz DEFAULT now() NOT NULL
);
CREATE TABLE visits (person integer REFERENCES people ON DELETE CASCADE, place text, seen timestamptz);
CREATE TABLE goods (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    label text NOT NULL,
    code text UNIQUE,
    price numeric(10, 2),
    CONSTRAINT price_is_known CHECK (price IS NOT NULL) NOT VALID
);
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.joined := clock_timestamp();
    RETURN NEW;
END
$$;
CREATE TRIGGER touched BEFORE UPDATE ON people FOR EACH ROW EXECUTE FUNCTION touch();
CREATE VIEW everything AS
SELECT id, 'person' AS what FROM people UNION ALL SELECT id, 'good' FROM goods;
INSERT INTO people (nick) SELECT 'p' || n FROM generate_series(1, 3) AS n;
