-- Needs PostgreSQL 15.
-- What is said of functions besides.
CREATE OR REPLACE FUNCTION count_waiting() RETURNS bigint LANGUAGE sql STABLE COST 20 AS 'SELECT count(*) FROM waiting';
CREATE FUNCTION numbers(up_to integer) RETURNS SETOF integer LANGUAGE sql IMMUTABLE LEAKPROOF PARALLEL RESTRICTED
    ROWS 12 SET work_mem TO '4MB' SET search_path TO '' SET "DateStyle" TO 'ISO, DMY'
    AS 'SELECT generate_series(1, up_to)';
CREATE FUNCTION loud(text) RETURNS text LANGUAGE internal STRICT IMMUTABLE AS 'upper';
CREATE VIEW busy WITH (security_invoker = on, security_barrier) AS
SELECT queue, 'many'::text FROM jobs GROUP BY queue HAVING count(*) > 9
UNION SELECT queue, 'few' FROM jobs GROUP BY queue;
