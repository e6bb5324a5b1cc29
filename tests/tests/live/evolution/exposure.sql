CREATE OR REPLACE FUNCTION pg_temp.voxanne_exposure()
RETURNS TABLE (who text, privilege text, object text, seen bigint)
LANGUAGE plpgsql
AS $$
DECLARE
    own record;
BEGIN
    FOR who IN
        SELECT rolname FROM pg_roles WHERE NOT rolsuper AND rolname !~ '^pg_' ORDER BY rolname
    LOOP
        FOR own IN
            SELECT
                c.oid,
                c.relkind,
                coalesce(c.reloptions && ARRAY['security_invoker=true', 'security_invoker=on'], false) AS as_reader,
                format('%I.%I', n.nspname, c.relname) AS name
            FROM pg_class AS c
            JOIN pg_namespace AS n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S')
                AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
                AND has_schema_privilege(who, n.oid, 'USAGE')
        LOOP
            seen := NULL;
            -- A view with the rights of its reader shows nothing that the reader does not see below it.
            IF own.relkind <> 'S' AND NOT own.as_reader AND has_any_column_privilege(who, own.oid, 'SELECT') THEN
                BEGIN
                    PERFORM set_config('role', who, true);
                    EXECUTE format('SELECT count(*) FROM %s', own.name) INTO seen;
                EXCEPTION WHEN OTHERS THEN
                    -- What nobody can read shows nothing.
                    seen := NULL;
                END;
                PERFORM set_config('role', 'none', true);
            END IF;
            object := own.name;
            IF own.relkind = 'S' THEN
                RETURN QUERY
                    SELECT who, can, own.name, NULL::bigint
                    FROM unnest(ARRAY['USAGE', 'SELECT', 'UPDATE']) AS can
                    WHERE has_sequence_privilege(who, own.oid, can);
                CONTINUE;
            END IF;
            RETURN QUERY
                SELECT who, can, own.name, CASE can WHEN 'SELECT' THEN voxanne_exposure.seen END
                FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) AS can
                WHERE has_table_privilege(who, own.oid, can);
            RETURN QUERY
                SELECT who, can, format('%s.%I', own.name, a.attname), CASE can WHEN 'SELECT' THEN voxanne_exposure.seen END
                FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'REFERENCES']) AS can
                CROSS JOIN pg_attribute AS a
                WHERE a.attrelid = own.oid AND a.attnum > 0 AND NOT a.attisdropped
                    AND NOT has_table_privilege(who, own.oid, can)
                    AND has_column_privilege(who, own.oid, a.attnum, can);
        END LOOP;
    END LOOP;
END;
$$;

SELECT * FROM pg_temp.voxanne_exposure()
UNION ALL
SELECT r.rolname, 'EXECUTE', p.oid::regprocedure::text, NULL
FROM pg_roles AS r
CROSS JOIN pg_proc AS p
JOIN pg_namespace AS n ON n.oid = p.pronamespace
WHERE NOT r.rolsuper AND r.rolname !~ '^pg_'
    AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
    AND has_function_privilege(r.oid, p.oid, 'EXECUTE')
UNION ALL
SELECT r.rolname, can, n.nspname, NULL
FROM pg_roles AS r
CROSS JOIN pg_namespace AS n
CROSS JOIN unnest(ARRAY['USAGE', 'CREATE']) AS can
WHERE NOT r.rolsuper AND r.rolname !~ '^pg_'
    AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
    AND has_schema_privilege(r.oid, n.oid, can);
