-- What went wrong when this schema was written by hand, first part: what stands in the catalog.

-- check 12.1: Uniqueness with a condition is an index: no constraint carries a WHERE
SELECT
    count(*) FILTER (WHERE indpred IS NOT NULL AND conname IS NULL) > 0
    AND count(*) FILTER (WHERE indpred IS NOT NULL AND conname IS NOT NULL) = 0
    AND bool_and(indisvalid) AS passed,
    string_agg(pg_get_indexdef(indexrelid), '; ') FILTER (WHERE indpred IS NOT NULL) AS seen
FROM pg_index
JOIN pg_class ON pg_class.oid = indrelid
LEFT JOIN pg_constraint ON conindid = indexrelid AND contype IN ('p', 'u', 'x')
WHERE relnamespace = 'public'::regnamespace
AND indisunique;

-- check 12.2: No migration changed a setting of the server: ALTER SYSTEM wrote nothing of auditing
SELECT
    count(*) FILTER (WHERE name ~ '^(pgaudit\.|log_|shared_preload_libraries)') = 0 AS passed,
    format(
        '%s settings of ALTER SYSTEM among %s in files%s',
        count(*),
        (SELECT count(*) FROM pg_file_settings),
        ': ' || string_agg(format('%s = %s', name, setting), ', ')
    ) AS seen
FROM pg_file_settings
WHERE sourcefile LIKE '%/postgresql.auto.conf';

-- check 12.3: No column of an organization has a default, so no row falls to a default tenant
SELECT
    count(*) >= 7
    AND count(*) FILTER (WHERE atthasdef) = 0
    AND count(*) FILTER (WHERE NOT attnotnull AND relname NOT LIKE 'audit\_logs%') = 0 AS passed,
    format(
        'org_id in %s tables: %s with a default, null allowed in %s',
        count(*),
        count(*) FILTER (WHERE atthasdef),
        string_agg(relname, ', ' ORDER BY relname) FILTER (WHERE NOT attnotnull)
    ) AS seen
FROM pg_attribute
JOIN pg_class ON pg_class.oid = attrelid
WHERE relnamespace = 'public'::regnamespace
AND relkind = 'r'
AND attname = 'org_id';

-- check 12.4: No function may be called by anon or by everybody, and by users only auth_org_id
SELECT
    count(*) >= 11
    AND count(*) FILTER (WHERE for_anon) = 0
    AND array_agg(name) FILTER (WHERE for_users) = ARRAY['auth_org_id'] AS passed,
    format(
        '%s functions; anon: %s; authenticated: %s; service_role: %s',
        count(*),
        coalesce(string_agg(name, ', ' ORDER BY name) FILTER (WHERE for_anon), 'none'),
        coalesce(string_agg(name, ', ' ORDER BY name) FILTER (WHERE for_users), 'none'),
        coalesce(string_agg(name, ', ' ORDER BY name) FILTER (WHERE for_service), 'none')
    ) AS seen
FROM (
    SELECT
        proname::text AS name,
        has_function_privilege('anon', oid, 'EXECUTE') AS for_anon,
        has_function_privilege('authenticated', oid, 'EXECUTE') AS for_users,
        has_function_privilege('service_role', oid, 'EXECUTE') AS for_service
    FROM pg_proc
    WHERE pronamespace = 'public'::regnamespace
) AS functions;

-- check 12.5: Every function but auth_org_id has a fixed empty search_path; only the archive is definer
SELECT
    array_agg(proname::text) FILTER (WHERE proconfig IS DISTINCT FROM ARRAY['search_path=""'])
        = ARRAY['auth_org_id']
    AND array_agg(proname::text) FILTER (WHERE prosecdef) = ARRAY['archive_old_audit_logs'] AS passed,
    format(
        '%s with an empty search_path, without: %s; definer: %s',
        count(*) FILTER (WHERE proconfig = ARRAY['search_path=""']),
        string_agg(proname, ', ') FILTER (WHERE proconfig IS DISTINCT FROM ARRAY['search_path=""']),
        string_agg(proname, ', ') FILTER (WHERE prosecdef)
    ) AS seen
FROM pg_proc
WHERE pronamespace = 'public'::regnamespace;

-- check 12.6: Every foreign key between tables of a tenant leads through org_id
SELECT
    count(*) >= 2
    AND bool_and(through_tenant) AS passed,
    string_agg(format('%s %s', conname, pg_get_constraintdef(oid)), '; ' ORDER BY conname) AS seen
FROM (
    SELECT
        pg_constraint.*,
        EXISTS (
            SELECT
            FROM unnest(conkey, confkey) AS pair (own, other)
            JOIN pg_attribute AS own ON own.attrelid = conrelid AND own.attnum = pair.own
            JOIN pg_attribute AS other ON other.attrelid = confrelid AND other.attnum = pair.other
            WHERE own.attname = 'org_id'
            AND other.attname = 'org_id'
        ) AS through_tenant
    FROM pg_constraint
    WHERE contype = 'f'
    AND connamespace = 'public'::regnamespace
) AS keys
WHERE EXISTS (SELECT FROM pg_attribute WHERE attrelid = conrelid AND attname = 'org_id')
AND EXISTS (SELECT FROM pg_attribute WHERE attrelid = confrelid AND attname = 'org_id');

-- check 12.7: TRUNCATE, REFERENCES and TRIGGER are granted to no API role, on no table
SELECT
    count(*) >= 81
    AND count(*) FILTER (WHERE granted) = 0 AS passed,
    format(
        '%s of %s tables, roles and rights%s',
        count(*) FILTER (WHERE granted),
        count(*),
        ': ' || string_agg(format('%s on %s to %s', privilege, relname, role), ', ') FILTER (WHERE granted)
    ) AS seen
FROM pg_class
CROSS JOIN unnest(ARRAY['anon', 'authenticated', 'service_role']) AS role
CROSS JOIN unnest(ARRAY['TRUNCATE', 'REFERENCES', 'TRIGGER']) AS privilege
CROSS JOIN LATERAL (
    SELECT has_table_privilege(role, pg_class.oid, privilege)
        OR privilege = 'REFERENCES' AND has_any_column_privilege(role, pg_class.oid, privilege) AS granted
) AS asked
WHERE relnamespace = 'public'::regnamespace
AND relkind IN ('r', 'p', 'v', 'm', 'f');

-- check 12.8: anon may do nothing with any table, not even with a column
SELECT
    count(*) >= 9
    AND count(*) FILTER (WHERE granted) = 0 AS passed,
    format(
        '%s tables; granted on: %s',
        count(*),
        coalesce(string_agg(relname, ', ') FILTER (WHERE granted), 'none')
    ) AS seen
FROM pg_class
CROSS JOIN LATERAL (
    SELECT has_table_privilege('anon', oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')
        OR has_any_column_privilege('anon', oid, 'SELECT, INSERT, UPDATE, REFERENCES') AS granted
) AS asked
WHERE relnamespace = 'public'::regnamespace
AND relkind IN ('r', 'p', 'v', 'm', 'f');

-- check 12.9: No API role may read or set a sequence: that tells how much there is, and stops inserts
SELECT
    count(*) >= 6
    AND count(*) FILTER (WHERE granted) = 0 AS passed,
    format(
        '%s sequences and roles; granted: %s',
        count(*),
        coalesce(
            string_agg(format('%s to %s', relname, role), ', ' ORDER BY relname, role) FILTER (WHERE granted),
            'none'
        )
    ) AS seen
FROM pg_class
CROSS JOIN unnest(ARRAY['anon', 'authenticated', 'service_role']) AS role
CROSS JOIN LATERAL has_sequence_privilege(role, oid, 'USAGE, SELECT, UPDATE') AS granted
WHERE relnamespace = 'public'::regnamespace
AND relkind = 'S';

-- check 12.10: Row-level security is on for every table, and there are no views to go round it
SELECT
    count(*) FILTER (WHERE relkind IN ('r', 'p')) >= 9
    AND bool_and(relrowsecurity) FILTER (WHERE relkind IN ('r', 'p'))
    AND count(*) FILTER (WHERE relkind NOT IN ('r', 'p')) = 0 AS passed,
    format(
        '%s tables, off for %s; %s views',
        count(*) FILTER (WHERE relkind IN ('r', 'p')),
        coalesce(string_agg(relname, ', ') FILTER (WHERE relkind IN ('r', 'p') AND NOT relrowsecurity), 'none'),
        count(*) FILTER (WHERE relkind NOT IN ('r', 'p'))
    ) AS seen
FROM pg_class
WHERE relnamespace = 'public'::regnamespace
AND relkind IN ('r', 'p', 'v', 'm', 'f');

-- check 12.11: Every tenant table has a restrictive guard, so that a careless policy cannot open it
SELECT
    count(*) = 4
    AND count(*) FILTER (WHERE guarded) = 4 AS passed,
    format(
        '%s of %s guarded: %s',
        count(*) FILTER (WHERE guarded),
        count(*),
        string_agg(relname || CASE WHEN guarded THEN '' ELSE ' NOT' END, ', ' ORDER BY relname)
    ) AS seen
FROM pg_class
CROSS JOIN LATERAL (
    SELECT EXISTS (
        SELECT
        FROM pg_policies
        WHERE schemaname = 'public'
        AND tablename = relname
        AND (permissive, cmd, roles) = ('RESTRICTIVE', 'ALL', ARRAY['public']::name[])
        AND qual = '(org_id = ( SELECT auth_org_id() AS auth_org_id))'
        AND with_check = qual
    ) AS guarded
) AS asked
WHERE relnamespace = 'public'::regnamespace
AND relkind = 'r'
AND EXISTS (SELECT FROM pg_policies WHERE tablename = relname AND qual LIKE '%org_id = %');
