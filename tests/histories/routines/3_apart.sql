-- The view asks the function that read another view, and the function reads this one.
CREATE OR REPLACE FUNCTION count_waiting() RETURNS bigint LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (SELECT count(*) FROM busier);
END
$$;
CREATE VIEW busier AS SELECT id, count_waiting() AS waiting FROM jobs;
ALTER FUNCTION numbers(integer) ROWS 1000 PARALLEL SAFE;
DROP FUNCTION loud(text);
