-- Point 9 of the acceptance list: the way back. The command itself goes it after this list, and
-- shows that nothing is left; here stand the facts on which it depends.

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
-- check 9.1: The guide's own order works: triggers, functions, row-level security, tables, enums
CREATE TEMP TABLE tried AS
SELECT place, statement, NULL::text AS outcome
FROM unnest(ARRAY[
    'DROP TRIGGER org_id_immutable_contacts ON contacts',
    'DROP TRIGGER org_id_immutable_appointments ON appointments',
    'DROP TRIGGER update_contacts_updated_at ON contacts',
    'DROP TRIGGER update_appointments_updated_at ON appointments',
    'DROP FUNCTION create_notification CASCADE',
    'DROP FUNCTION expire_old_notifications CASCADE',
    'DROP FUNCTION log_audit_event CASCADE',
    'DROP FUNCTION archive_old_audit_logs CASCADE',
    'DROP FUNCTION get_org_audit_logs CASCADE',
    'DROP FUNCTION detect_suspicious_activity CASCADE',
    'ALTER TABLE contacts DISABLE ROW LEVEL SECURITY',
    'ALTER TABLE appointments DISABLE ROW LEVEL SECURITY',
    'ALTER TABLE notifications DISABLE ROW LEVEL SECURITY',
    'ALTER TABLE audit_logs DISABLE ROW LEVEL SECURITY',
    'DROP TABLE notifications',
    'DROP TABLE appointments',
    'DROP TABLE contacts',
    'DROP TABLE audit_logs',
    'DROP TYPE appointment_status',
    'DROP TYPE lead_score_type',
    'DROP TYPE lead_status_type',
    'DROP TYPE notification_type',
    'DROP TYPE notification_status',
    'DROP TYPE notification_priority'
]) WITH ORDINALITY AS steps (statement, place);

DO $$
DECLARE
    step record;
BEGIN
    FOR step IN SELECT * FROM tried ORDER BY place LOOP
        UPDATE tried SET outcome = pg_temp.outcome_of(step.statement) WHERE place = step.place;
    END LOOP;
END;
$$;

SELECT
    bool_and(outcome LIKE 'ok: %') AS passed,
    format(
        '%s of %s steps worked; what the guide forgets: %s',
        count(*) FILTER (WHERE outcome LIKE 'ok: %'),
        count(*),
        (
            SELECT string_agg(left_over, ', ' ORDER BY left_over)
            FROM (
                SELECT relname::text AS left_over
                FROM pg_class
                WHERE relnamespace = 'public'::regnamespace
                AND relname IN ('audit_logs_archive', 'processed_webhook_events_quarantine')
                UNION ALL
                SELECT 'the function ' || proname
                FROM pg_proc
                WHERE pronamespace = 'public'::regnamespace
                AND proname LIKE 'refuse%'
                UNION ALL
                SELECT format('%s.%s', attrelid::regclass, attname)
                FROM pg_attribute
                WHERE attrelid = 'public.processed_webhook_events'::regclass
                AND attname IN ('org_id', 'processed_at')
            ) AS rest
        )
    ) || coalesce('; ' || string_agg(outcome, '; ') FILTER (WHERE outcome NOT LIKE 'ok: %'), '') AS seen
FROM tried;

-- check 9.2: Another order is refused: nothing goes that others still need
CREATE TEMP TABLE tried AS
SELECT statement, pg_temp.outcome_of(statement) AS outcome
FROM unnest(ARRAY[
    'DROP TABLE contacts',
    'DROP TYPE lead_score_type',
    'DROP FUNCTION auth_org_id()'
]) AS statement;

SELECT
    bool_and(outcome LIKE '2BP01: %') AS passed,
    string_agg(outcome, '; ' ORDER BY statement) AS seen
FROM tried;

-- check 9.3: Nothing outside of our schema depends on what the way back drops
SELECT
    count(*) FILTER (WHERE outside) = 0
    AND count(*) > 0 AS passed,
    format(
        '%s foreign keys and views lead to our tables, %s of them from outside%s',
        count(*),
        count(*) FILTER (WHERE outside),
        ': ' || string_agg(dependent, ', ') FILTER (WHERE outside)
    ) AS seen
FROM (
    SELECT
        conrelid::regclass::text AS dependent,
        dependent.relnamespace <> 'public'::regnamespace AS outside
    FROM pg_constraint
    JOIN pg_class AS dependent ON dependent.oid = conrelid
    JOIN pg_class AS target ON target.oid = confrelid
    WHERE target.relnamespace = 'public'::regnamespace
    UNION ALL
    SELECT schemaname || '.' || viewname, schemaname <> 'public'
    FROM pg_views
    WHERE schemaname NOT IN ('pg_catalog', 'information_schema')
    AND definition ~ '(contacts|appointments|notifications|audit_logs)'
) AS dependents;

-- check 9.4: What was set aside can come back: no number and no event of it was taken meanwhile
SELECT
    same_id = 0
    AND same_event = 0
    AND set_aside = 305 AS passed,
    format('%s set aside; %s share an id, %s an event with what stayed', set_aside, same_id, same_event) AS seen
FROM (
    SELECT
        count(*) AS set_aside,
        count(*) FILTER (WHERE EXISTS (
            SELECT FROM processed_webhook_events AS stayed WHERE stayed.id = quarantined.id
        )) AS same_id,
        count(*) FILTER (WHERE EXISTS (
            SELECT FROM processed_webhook_events AS stayed WHERE stayed.event_id = quarantined.event_id
        )) AS same_event
    FROM processed_webhook_events_quarantine AS quarantined
) AS counted;

-- check 9.5: The old key can come back now, and could not while one event belongs to two organizations
CREATE TEMP TABLE tried (point text, outcome text);
INSERT INTO tried
SELECT 'now', pg_temp.outcome_of('CREATE UNIQUE INDEX old_key ON processed_webhook_events (event_id)');
DROP INDEX IF EXISTS old_key;

INSERT INTO processed_webhook_events (org_id, event_id)
SELECT id, 'of both'
FROM organizations;
INSERT INTO tried
SELECT 'of both', pg_temp.outcome_of('CREATE UNIQUE INDEX old_key ON processed_webhook_events (event_id)');

SELECT
    bool_and(CASE point WHEN 'now' THEN outcome LIKE 'ok: %' ELSE outcome LIKE '23505: %' END) AS passed,
    string_agg(format('%s: %s', point, outcome), '; ' ORDER BY point DESC) AS seen
FROM tried;

-- check 9.6: call_id and event_type can be not null again: no event is without them
SELECT
    count(*) FILTER (WHERE call_id IS NULL OR event_type IS NULL) = 0
    AND count(*) > 0 AS passed,
    format(
        '%s events, %s without a call, %s without a type',
        count(*),
        count(*) FILTER (WHERE call_id IS NULL),
        count(*) FILTER (WHERE event_type IS NULL)
    ) AS seen
FROM (
    SELECT call_id, event_type FROM processed_webhook_events
    UNION ALL
    SELECT call_id, event_type FROM processed_webhook_events_quarantine
) AS events;
