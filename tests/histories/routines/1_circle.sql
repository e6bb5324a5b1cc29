-- A trigger whose function stands behind it, and routines that reach each other when they run.
CREATE TABLE jobs (id bigserial PRIMARY KEY, queue text NOT NULL, done boolean DEFAULT false NOT NULL);
CREATE VIEW waiting AS SELECT id, queue FROM jobs WHERE NOT done;
CREATE FUNCTION count_waiting() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS 'SELECT count(*) FROM waiting';
CREATE FUNCTION noticed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO public, pg_temp AS $$
BEGIN
    PERFORM pg_notify('jobs', count_waiting()::text);
    RETURN NULL;
END
$$;
CREATE TRIGGER noticed AFTER INSERT ON jobs FOR EACH ROW EXECUTE FUNCTION noticed();
