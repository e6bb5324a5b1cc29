-- What went wrong when this schema was written by hand, second part: tried out.

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
-- The plan of a query under a role and its claims, its lines in one.
CREATE FUNCTION pg_temp.plan_of(
    query text,
    role text DEFAULT 'none',
    claims jsonb DEFAULT '{}',
    options text DEFAULT 'COSTS OFF'
)
RETURNS text
LANGUAGE plpgsql
AS $$
DECLARE
    line text;
    plan text;
BEGIN
    PERFORM set_config('request.jwt.claims', claims::text, true);
    PERFORM set_config('role', role, true);
    FOR line IN EXECUTE format('EXPLAIN (%s) %s', options, query) LOOP
        plan := concat_ws(' | ', plan, trim(line));
    END LOOP;
    PERFORM set_config('role', 'none', true);
    RETURN plan;
END;
$$;
-- check 12.12: No user and nobody from outside can call a helper: to forge, wipe, read or notify
CREATE TEMP TABLE tried AS
SELECT role, deed, pg_temp.outcome_of(statement, role, claims) AS outcome
FROM pg_temp.claims_of('ada', pg_temp.aurora()) AS claims
CROSS JOIN unnest(ARRAY['anon', 'authenticated']) AS role
CROSS JOIN (
    VALUES
        ('forge the log', $$ SELECT log_audit_event('LOGIN', 'SELECT', 'contacts', 'bea', pg_temp.birch()) $$),
        ('wipe the log', $$ SELECT archive_old_audit_logs(0) $$),
        ('read the log', $$ SELECT * FROM get_org_audit_logs(pg_temp.birch()) $$),
        ('count in the log', $$ SELECT * FROM detect_suspicious_activity(pg_temp.birch(), 1) $$),
        ('notify another tenant', $$
            SELECT create_notification(
                pg_temp.birch(), 'b1000000-0000-0000-0000-000000000001', 'voicemail', 'x', 'x'
            )
        $$),
        ('expire', $$ SELECT expire_old_notifications() $$)
) AS attempts (deed, statement);

SELECT
    bool_and(outcome LIKE '42501: permission denied for function %')
    AND count(*) = 12
    AND (SELECT count(*) FROM audit_logs) = 75 AS passed,
    format(
        '%s of %s refused: %s',
        count(*) FILTER (WHERE outcome LIKE '42501: permission denied for function %'),
        count(*),
        string_agg(format('%s may not %s', role, deed), ', ' ORDER BY role, deed)
            FILTER (WHERE outcome LIKE '42501: permission denied for function %')
    ) || coalesce('; BUT ' || string_agg(format('%s: %s: %s', role, deed, outcome), ', ')
        FILTER (WHERE outcome NOT LIKE '42501: permission denied for function %'), '') AS seen
FROM tried;

-- check 12.13: The foreign key refuses another tenant's contact to those as well whom no policy stops
CREATE TEMP TABLE tried AS
SELECT
    role,
    pg_temp.outcome_of($$
        INSERT INTO appointments (org_id, contact_id, service_type, scheduled_at)
        VALUES (pg_temp.aurora(), 'cb000000-0000-0000-0000-000000000001', 'cleaning', now())
    $$, role) AS foreign_contact,
    pg_temp.outcome_of($$
        INSERT INTO appointments (org_id, contact_id, service_type, scheduled_at)
        VALUES (pg_temp.aurora(), 'ca000000-0000-0000-0000-000000000001', 'cleaning', now())
    $$, role) AS own_contact
FROM unnest(ARRAY['none', 'service_role']) AS role;

SELECT
    bool_and(foreign_contact LIKE '23503: %' AND own_contact = 'ok: 1 rows') AS passed,
    string_agg(
        format('%s: %s; the own contact %s', replace(role, 'none', 'superuser'), foreign_contact, own_contact),
        '; '
    ) AS seen
FROM tried;

-- check 12.14: org_id is immutable from null and to null as well
ALTER TABLE contacts ALTER COLUMN org_id DROP NOT NULL;
ALTER TABLE appointments ALTER COLUMN org_id DROP NOT NULL;
ALTER TABLE notifications ALTER COLUMN org_id DROP NOT NULL;
ALTER TABLE processed_webhook_events ALTER COLUMN org_id DROP NOT NULL;

INSERT INTO contacts (name)
VALUES ('of nobody');
INSERT INTO appointments (contact_id, service_type, scheduled_at)
VALUES ('ca000000-0000-0000-0000-000000000001', 'of nobody', now());
INSERT INTO notifications (user_id, type, title, message)
VALUES ('a1000000-0000-0000-0000-000000000001', 'voicemail', 'of nobody', 'x');
INSERT INTO processed_webhook_events (event_id)
VALUES ('of nobody');

CREATE TEMP TABLE tried AS
SELECT
    name,
    pg_temp.outcome_of(format('UPDATE %I SET org_id = pg_temp.aurora() WHERE org_id IS NULL', name)) AS from_null,
    pg_temp.outcome_of(format('UPDATE %I SET org_id = NULL WHERE %s', name, one)) AS to_null
FROM (
    VALUES
        ('contacts', 'id = ''ca000000-0000-0000-0000-000000000012'''),
        ('appointments', 'id = ''da000000-0000-0000-0000-000000000001'''),
        ('notifications', 'title = ''For Ada 1'''),
        ('processed_webhook_events', 'event_id = ''new-event-1''')
) AS tables (name, one);

SELECT
    bool_and(from_null LIKE '%org_id is immutable' AND to_null LIKE '%org_id is immutable')
    AND count(*) = 4 AS passed,
    string_agg(format('%s: %s, %s', name, from_null, to_null), '; ' ORDER BY name) AS seen
FROM tried;

-- check 12.15: org_id is immutable in a session that plays the replica, where ordinary triggers sleep
SET LOCAL session_replication_role = replica;

CREATE TEMP TABLE tried AS
SELECT
    name,
    pg_temp.outcome_of(format('UPDATE %I SET org_id = pg_temp.birch() WHERE %s', name, one)) AS outcome
FROM (
    VALUES
        ('contacts', 'id = ''ca000000-0000-0000-0000-000000000001'''),
        ('appointments', 'id = ''da000000-0000-0000-0000-000000000001'''),
        ('notifications', 'title = ''For Ada 1'''),
        ('processed_webhook_events', 'event_id = ''new-event-1'''),
        ('organization_members', 'user_id = ''a1000000-0000-0000-0000-000000000001''')
) AS tables (name, one);

SET LOCAL session_replication_role = origin;

SELECT
    bool_and(outcome LIKE '%org_id is immutable')
    AND count(*) = 5 AS passed,
    string_agg(format('%s: %s', name, outcome), '; ' ORDER BY name) AS seen
FROM tried;

-- check 12.16: org_id is immutable against a trigger that comes later and rewrites the row
CREATE FUNCTION pg_temp.give_to_birch()
RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    NEW.org_id := pg_temp.birch();
    RETURN NEW;
END;
$$;
CREATE TRIGGER zz_rewrite
    BEFORE UPDATE ON contacts
    FOR EACH ROW
    EXECUTE FUNCTION pg_temp.give_to_birch();

CREATE TEMP TABLE tried AS
SELECT pg_temp.outcome_of($$
    UPDATE contacts SET notes = 'harmless' WHERE id = 'ca000000-0000-0000-0000-000000000012'
$$) AS outcome;

SELECT
    outcome LIKE '%org_id is immutable'
    AND org_id = pg_temp.aurora() AS passed,
    format('%s; it belongs to %s', outcome, org_id) AS seen
FROM tried
CROSS JOIN contacts
WHERE id = 'ca000000-0000-0000-0000-000000000012';

-- check 12.17: A known limit: under policies an enum and a JSON array are compared row by row
-- (their operators are not leakproof, so the index serves org_id, and no more; nothing leaks)
INSERT INTO organizations (name)
SELECT 'Filler ' || n
FROM generate_series(1, 20) AS n;
INSERT INTO contacts (org_id, name, lead_status, service_interests)
SELECT
    organizations.id,
    'Filler ' || n,
    CASE WHEN n % 100 = 0 THEN 'lost' ELSE 'contacted' END::lead_status_type,
    CASE WHEN n % 100 = 0 THEN '["implants"]' ELSE '["cleaning"]' END::jsonb
FROM organizations
CROSS JOIN generate_series(1, 300) AS n;
SELECT gin_clean_pending_list('idx_contacts_service_interests');
ANALYZE contacts;

SELECT
    bool_and(for_user ~ 'Index Cond: \(org_id = ' AND for_user NOT LIKE '%Seq Scan%')
    AND bool_and(for_user LIKE '%actual rows=3%')
    AND count(*) = 2 AS passed,
    string_agg(format(
        '%s: a user''s index condition is %s, %s rows are read and thrown away; the owner''s is %s',
        comparison,
        substring(for_user FROM 'Index Cond: ([^|]*[^| ])'),
        coalesce(substring(for_user FROM 'Rows Removed by Filter: (\d+)'), 'no'),
        coalesce(substring(for_owner FROM 'Index Cond: ([^|]*[^| ])'), 'none')
    ), '; ') AS seen
FROM (
    VALUES
        ('lead_status = ''lost''', 'org_id = pg_temp.aurora() AND lead_status = ''lost'''),
        ('service_interests @> ''["implants"]''', 'service_interests @> ''["implants"]''')
) AS comparisons (comparison, of_the_owner)
CROSS JOIN LATERAL pg_temp.plan_of(
    'SELECT id FROM contacts WHERE ' || comparison,
    'authenticated',
    pg_temp.claims_of('ada', pg_temp.aurora()),
    'ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF'
) AS for_user
CROSS JOIN LATERAL pg_temp.plan_of('SELECT id FROM contacts WHERE ' || of_the_owner) AS for_owner;
