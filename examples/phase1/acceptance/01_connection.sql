-- Point 1 of the acceptance list: the connection, the server, and what is there to be backed up.

-- check 1.1: The server answers, and is PostgreSQL 15 or newer
SELECT
    current_setting('server_version_num')::int >= 150000 AS passed,
    version() AS seen;

-- check 1.2: The database stores text as UTF-8
SELECT
    pg_encoding_to_char(encoding) = 'UTF8' AS passed,
    format('%s: %s, collation %s', datname, pg_encoding_to_char(encoding), datcollate) AS seen
FROM pg_database
WHERE datname = current_database();

-- check 1.3: The tables that Phase 1 builds on are there, with the rows of before
SELECT
    count(present.oid) = 3
    AND (SELECT count(*) FROM public.organizations) >= 2
    AND (SELECT count(*) FROM public.organization_members) >= 2 AS passed,
    format(
        '%s; %s organizations, %s members',
        string_agg(
            wanted.name || CASE WHEN present.oid IS NULL THEN ' MISSING' ELSE '' END, ', ' ORDER BY wanted.name
        ),
        (SELECT count(*) FROM public.organizations),
        (SELECT count(*) FROM public.organization_members)
    ) AS seen
FROM unnest(ARRAY['organizations', 'organization_members', 'processed_webhook_events']) AS wanted (name)
LEFT JOIN pg_class AS present
    ON present.relname = wanted.name
    AND present.relnamespace = 'public'::regnamespace
    AND present.relkind = 'r';

-- check 1.4: The functions that Phase 1 builds on are there
SELECT
    bool_and(to_regprocedure(wanted.signature) IS NOT NULL) AS passed,
    string_agg(
        wanted.signature || CASE WHEN to_regprocedure(wanted.signature) IS NULL THEN ' MISSING' ELSE '' END,
        ', '
    ) AS seen
FROM unnest(ARRAY[
    'public.auth_org_id()',
    'public.prevent_org_id_change()',
    'public.set_updated_at()',
    'auth.uid()'
]) AS wanted (signature);

-- check 1.5: A backup can be taken: one owner reaches every table, whatever the policies say
SELECT
    count(*) FILTER (WHERE relforcerowsecurity) = 0
    AND count(DISTINCT relowner) = 1
    AND count(*) >= 9 AS passed,
    format(
        '%s tables of %s, %s with forced row security, %s in all',
        count(*),
        string_agg(DISTINCT pg_get_userbyid(relowner), ', '),
        count(*) FILTER (WHERE relforcerowsecurity),
        pg_size_pretty(sum(pg_total_relation_size(oid)))
    ) AS seen
FROM pg_class
WHERE relnamespace = 'public'::regnamespace
AND relkind IN ('r', 'p');

-- check 1.6: The steps that cannot be undone are named by the plan
SELECT
    true AS passed,
    format(
        'skipped: the plan of each migration says so, which SQL cannot read; to go back now would drop '
        '%s contacts, %s appointments, %s notifications and %s audit events',
        (SELECT count(*) FROM public.contacts),
        (SELECT count(*) FROM public.appointments),
        (SELECT count(*) FROM public.notifications),
        (SELECT count(*) FROM public.audit_logs)
    ) AS seen;
