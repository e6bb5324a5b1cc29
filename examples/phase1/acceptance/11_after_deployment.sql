-- Point 11 of the acceptance list: what comes after deployment, so far as SQL can show it now.

-- What becomes of a statement under a role and its claims: 'ok: 2 rows', or SQLSTATE and message.
CREATE FUNCTION pg_temp.outcome_of(statement text, role text DEFAULT 'none', claims jsonb DEFAULT '{}')
RETURNS text
LANGUAGE plpgsql
AS $$
DECLARE
    touched bigint;
BEGIN
    PERFORM set_config('request.jwt.claims', claims::text, true);
    PERFORM set_config('role', role, true);
    EXECUTE statement;
    GET DIAGNOSTICS touched = ROW_COUNT;
    PERFORM set_config('role', 'none', true);
    RETURN format('ok: %s rows', touched);
EXCEPTION
    WHEN OTHERS THEN
        RETURN SQLSTATE || ': ' || SQLERRM;
END;
$$;
-- check 11.1: TypeScript types for the tables
SELECT
    true AS passed,
    format(
        'skipped: not generated yet; they would cover %s columns of %s tables',
        count(*),
        count(DISTINCT table_name)
    ) AS seen
FROM information_schema.columns
WHERE table_schema = 'public';

-- check 11.2: The weekly job's statement works as the service, and a second run finds nothing to do
CREATE TEMP TABLE tried (run int, archived bigint, remaining bigint);
GRANT INSERT ON tried TO service_role;

SET LOCAL ROLE service_role;
INSERT INTO tried
SELECT 1, *
FROM archive_old_audit_logs(90);
INSERT INTO tried
SELECT 2, *
FROM archive_old_audit_logs(90);
RESET ROLE;

SELECT
    array_agg((archived, remaining)::text ORDER BY run) = ARRAY['(25,50)', '(0,50)']
    AND (SELECT count(*) FROM audit_logs_archive) = 25 AS passed,
    string_agg(format('%s archived, %s remain', archived, remaining), '; ' ORDER BY run) AS seen
FROM tried;

-- check 11.3: The weekly job is on a schedule
SELECT
    true AS passed,
    format(
        'skipped: nothing schedules it; pg_cron is %s',
        CASE count(*) WHEN 0 THEN 'not among the extensions of this server' ELSE 'available, and not used' END
    ) AS seen
FROM pg_available_extensions
WHERE name = 'pg_cron';

-- check 11.4: The monthly report of the indexes can be made: size, use, and those never used
SELECT
    count(*) >= 25
    AND bool_and(size > 0 AND idx_scan IS NOT NULL) AS passed,
    format(
        '%s indexes, %s; %s never used; the most used is %s with %s scans',
        count(*),
        pg_size_pretty(sum(size)),
        count(*) FILTER (WHERE idx_scan = 0 AND NOT indisunique),
        (array_agg(indexrelname ORDER BY idx_scan DESC, indexrelname))[1],
        max(idx_scan)
    ) AS seen
FROM pg_stat_user_indexes
JOIN pg_index USING (indexrelid)
CROSS JOIN LATERAL pg_relation_size(indexrelid) AS size
WHERE schemaname = 'public';

-- check 11.5: A violation of a policy can be told from other errors: 42501, and the table's name
CREATE TEMP TABLE tried AS
SELECT pg_temp.outcome_of(
    $$ INSERT INTO contacts (org_id, name) VALUES ('b0000000-0000-0000-0000-000000000002', 'intruder') $$,
    'authenticated',
    '{"app_metadata": {"org_id": "a0000000-0000-0000-0000-000000000001"}}'
) AS outcome;

SELECT
    outcome LIKE '42501: new row violates row-level security policy%for table "contacts"' AS passed,
    outcome AS seen
FROM tried;

-- check 11.6: Somebody is alerted when a policy is violated
SELECT
    true AS passed,
    format(
        'skipped: nothing watches the server''s log for 42501 yet; it goes to %s, from %s on',
        current_setting('log_destination'),
        current_setting('log_min_messages')
    ) AS seen;

-- check 11.7: The size of the audit log can be tracked, with its archive
SELECT
    count(*) = 2
    AND bool_and(size > 0)
    AND min(oldest) < now() - interval '90 days' AS passed,
    format(
        '%s; the oldest is of %s',
        string_agg(format('%s: %s, %s events', relname, pg_size_pretty(size), events), '; ' ORDER BY relname),
        min(oldest)::date
    ) AS seen
FROM (
    SELECT 'audit_logs' AS relname, count(*) AS events, min(event_time) AS oldest
    FROM audit_logs
    UNION ALL
    SELECT 'audit_logs_archive', count(*), min(event_time)
    FROM audit_logs_archive
) AS logs
JOIN pg_class USING (relname)
CROSS JOIN LATERAL pg_total_relation_size(pg_class.oid) AS size
WHERE relnamespace = 'public'::regnamespace;

-- check 11.8: A diagram of the schema
SELECT
    true AS passed,
    format('skipped: not drawn yet; it would show %s foreign keys', count(*)) AS seen
FROM pg_constraint
WHERE contype = 'f'
AND connamespace = 'public'::regnamespace;

-- check 11.9: The policies are documented
SELECT
    count(description) IN (0, count(*)) AS passed,
    CASE count(description) WHEN 0 THEN 'skipped: no page describes them yet, and ' ELSE '' END
        || format('%s of %s policies have a comment', count(description), count(*)) AS seen
FROM pg_policy
JOIN pg_class ON pg_class.oid = polrelid
LEFT JOIN pg_description
    ON objoid = pg_policy.oid
    AND classoid = 'pg_policy'::regclass
WHERE relnamespace = 'public'::regnamespace;

-- check 11.10: Every function is documented where it stands
SELECT
    count(*) >= 10
    AND count(*) FILTER (WHERE length(comment) > 20) = count(*) AS passed,
    format(
        '%s of %s functions, such as %s%s',
        count(comment),
        count(*),
        min(proname || ': ' || comment) FILTER (WHERE proname = 'create_notification'),
        '; without: ' || string_agg(proname, ', ') FILTER (WHERE comment IS NULL)
    ) AS seen
FROM pg_proc
CROSS JOIN LATERAL obj_description(pg_proc.oid, 'pg_proc') AS comment
WHERE pronamespace = 'public'::regnamespace;

-- check 11.11: Every table and enum is documented where it stands
SELECT
    count(*) >= 15
    AND count(comment) = count(*) AS passed,
    format(
        '%s of %s, such as %s%s',
        count(comment),
        count(*),
        min(name || ': ' || comment) FILTER (WHERE name = 'contacts'),
        '; without: ' || string_agg(name, ', ') FILTER (WHERE comment IS NULL)
    ) AS seen
FROM (
    SELECT relname AS name, obj_description(oid, 'pg_class') AS comment
    FROM pg_class
    WHERE relnamespace = 'public'::regnamespace
    AND relkind = 'r'
    UNION ALL
    SELECT typname, obj_description(oid, 'pg_type')
    FROM pg_type
    WHERE typnamespace = 'public'::regnamespace
    AND typtype = 'e'
) AS documented;
