-- Point 6 of the acceptance list, second part: what keeps, archives and reads the audit log.

-- The organizations of the samples.
CREATE FUNCTION pg_temp.aurora()
RETURNS uuid
LANGUAGE sql
IMMUTABLE
AS $$ SELECT 'a0000000-0000-0000-0000-000000000001'::uuid $$;

CREATE FUNCTION pg_temp.birch()
RETURNS uuid
LANGUAGE sql
IMMUTABLE
AS $$ SELECT 'b0000000-0000-0000-0000-000000000002'::uuid $$;
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
-- check 6.6: archive_old_audit_logs(90) moves what is older, whole, and nothing else
CREATE TEMP TABLE before AS
SELECT *
FROM audit_logs;
CREATE TEMP TABLE first AS
SELECT *
FROM archive_old_audit_logs(90);
CREATE TEMP TABLE second AS
SELECT *
FROM archive_old_audit_logs(90);

SELECT
    (first.archived_count, first.remaining_count) = (25, 50)
    AND (second.archived_count, second.remaining_count) = (0, 50)
    AND compared.lost = 0
    AND compared.changed = 0
    AND compared.too_young = 0 AS passed,
    format(
        '%s moved and %s remain, then %s moved; %s lost, %s changed, %s moved too early',
        first.archived_count, first.remaining_count, second.archived_count,
        compared.lost, compared.changed, compared.too_young
    ) AS seen
FROM first
CROSS JOIN second
CROSS JOIN (
    SELECT
        count(*) FILTER (WHERE archive.id IS NULL AND log.id IS NULL) AS lost,
        count(*) FILTER (
            WHERE archive.id IS NOT NULL
            AND to_jsonb(archive) - 'archived_at' IS DISTINCT FROM to_jsonb(before)
        ) AS changed,
        count(*) FILTER (WHERE archive.event_time > now() - interval '90 days') AS too_young
    FROM before
    LEFT JOIN audit_logs_archive AS archive USING (id)
    LEFT JOIN audit_logs AS log USING (id)
) AS compared;

-- check 6.7: archive_old_audit_logs keeps at least today, and refuses a number that makes no sense
CREATE TEMP TABLE tried AS
SELECT
    days,
    pg_temp.outcome_of(format('SELECT archive_old_audit_logs(%L)', days)) AS outcome
FROM unnest(ARRAY[-1, NULL, 200]) AS days;

SELECT
    bool_and(CASE days
        WHEN 200 THEN outcome = 'ok: 1 rows'
        ELSE outcome LIKE '22023: days_to_keep must be zero or more%'
    END)
    AND (SELECT count(*) FROM audit_logs) = 75 AS passed,
    string_agg(format('%s days %s', coalesce(days::text, 'null'), outcome), '; ') AS seen
FROM tried;

-- check 6.8: An event whose number the archive has already is not lost
CREATE TEMP TABLE old AS
SELECT id
FROM audit_logs
WHERE event_type = 'OLD_CHANGE'
ORDER BY id
LIMIT 1;

INSERT INTO audit_logs_archive (id, event_type, operation, database_user, event_time)
SELECT id, 'ANOTHER', 'SELECT', 'somebody', now() - interval '1 year'
FROM old;

CREATE TEMP TABLE tried AS
SELECT pg_temp.outcome_of('SELECT archive_old_audit_logs(90)') AS outcome;

SELECT
    found.places = 1 AS passed,
    format('%s; places where the event stands: %s', outcome, found.places) AS seen
FROM tried
CROSS JOIN (
    SELECT count(*) AS places
    FROM (
        SELECT id, event_type
        FROM audit_logs
        UNION ALL
        SELECT id, event_type
        FROM audit_logs_archive
    ) AS everywhere
    JOIN old USING (id)
    WHERE event_type = 'OLD_CHANGE'
) AS found;

-- check 6.9: detect_suspicious_activity(organization, 100) finds a hundred of a kind within a day
CREATE TEMP TABLE found AS
SELECT 'before' AS point, detected.*
FROM detect_suspicious_activity('a0000000-0000-0000-0000-000000000001', 100) AS detected;

INSERT INTO audit_logs (event_type, operation, table_name, database_user, org_id, event_time)
SELECT 'DATA_CHANGE', 'DELETE', 'contacts', 'service_role', org_id, now() - make_interval(secs => n)
FROM (VALUES (pg_temp.aurora(), 100), (pg_temp.birch(), 99)) AS given (org_id, amount)
CROSS JOIN LATERAL generate_series(1, amount) AS n;

INSERT INTO found
SELECT name, detected.*
FROM organizations
CROSS JOIN LATERAL detect_suspicious_activity(id, 100) AS detected;

SELECT
    count(*) = 1
    AND min(point) = 'Aurora Dental'
    AND min(pattern) = 'DELETE on contacts by service_role'
    AND min(count) = 100
    AND min(last_occurrence - first_occurrence) = interval '99 seconds' AS passed,
    coalesce(
        string_agg(
            format('%s: %s, %s times within %s', point, pattern, count, last_occurrence - first_occurrence), '; '
        ),
        'nothing found'
    ) AS seen
FROM found;

-- check 6.10: get_org_audit_logs gives the newest of one organization, as old and as many as asked
SELECT
    count(*) FILTER (WHERE asked = 'defaults') = 40
    AND count(*) FILTER (WHERE asked = '10 days') BETWEEN 1 AND 39
    AND count(*) FILTER (WHERE asked = '3 rows') = 3
    AND bool_and(org_id = pg_temp.aurora())
    AND bool_and(event_time >= now() - interval '10 days') FILTER (WHERE asked = '10 days')
    AND max(event_time) FILTER (WHERE asked = '3 rows') = max(event_time) AS passed,
    format(
        'defaults: %s, 10 days: %s, 3 rows: %s; of %s organization',
        count(*) FILTER (WHERE asked = 'defaults'),
        count(*) FILTER (WHERE asked = '10 days'),
        count(*) FILTER (WHERE asked = '3 rows'),
        count(DISTINCT org_id)
    ) AS seen
FROM (
    SELECT 'defaults' AS asked, * FROM get_org_audit_logs(pg_temp.aurora())
    UNION ALL
    SELECT '10 days', * FROM get_org_audit_logs(pg_temp.aurora(), 10)
    UNION ALL
    SELECT '3 rows', * FROM get_org_audit_logs(pg_temp.aurora(), 365, 3)
) AS answers;

-- check 6.11: The log and its archive are append-only, for their owner and for a replica as well
SELECT archive_old_audit_logs(90);

CREATE TEMP TABLE tried AS
SELECT mode, statement, NULL::text AS outcome
FROM unnest(ARRAY['origin', 'replica']) AS mode
CROSS JOIN unnest(ARRAY[
    'UPDATE audit_logs SET operation = ''nothing''',
    'DELETE FROM audit_logs',
    'TRUNCATE audit_logs',
    'UPDATE audit_logs_archive SET operation = ''nothing''',
    'DELETE FROM audit_logs_archive',
    'TRUNCATE audit_logs_archive'
]) AS statement;

SET LOCAL session_replication_role = origin;
UPDATE tried SET outcome = pg_temp.outcome_of(statement) WHERE mode = 'origin';
SET LOCAL session_replication_role = replica;
UPDATE tried SET outcome = pg_temp.outcome_of(statement) WHERE mode = 'replica';
SET LOCAL session_replication_role = origin;

SELECT
    bool_and(outcome LIKE '%is append-only')
    AND (SELECT count(*) FROM audit_logs) = 50
    AND (SELECT count(*) FROM audit_logs_archive) = 25 AS passed,
    format(
        '%s of %s refused: %s',
        count(*) FILTER (WHERE outcome LIKE '%is append-only'),
        count(*),
        string_agg(DISTINCT outcome, '; ')
    ) AS seen
FROM tried;
