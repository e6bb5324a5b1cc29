-- Point 8 of the acceptance list, second part: the indexes serve the queries that the policies make
-- of a user's. No setting of the planner is changed; the tables are filled and analyzed first.

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
-- Under which index and condition a query of Ada's reads, and whether the index begins with the
-- tenant, which is computed once (an InitPlan), with no table read from end to end.
CREATE FUNCTION pg_temp.reads_by(query text, OUT index text, OUT condition text, OUT by_tenant boolean)
LANGUAGE plpgsql
AS $$
DECLARE
    plan text := pg_temp.plan_of(query, 'authenticated', pg_temp.claims_of('ada', pg_temp.aurora()));
BEGIN
    index := substring(plan FROM 'Index (?:Only )?Scan (?:using|on) (\w+)');
    condition := substring(plan FROM 'Index Cond: ([^|]*[^| ])');
    by_tenant := plan LIKE '%InitPlan%'
        AND plan NOT LIKE '%Seq Scan%'
        AND condition ~ '(org_id|user_id) = (\$|\(InitPlan)';
END;
$$;
-- Seventeen organizations with 400 contacts and appointments each, ten users with two notifications
-- each in each of them, and 200 for Ada, of which she has read most. The tables are emptied before, so
-- that the plans do not hang on the rows that earlier sections have left dead; foreign keys are not
-- checked meanwhile, which saves half of the time.
CREATE FUNCTION pg_temp.fill()
RETURNS void
LANGUAGE sql
SET session_replication_role = replica
AS $$
    TRUNCATE public.contacts, public.appointments, public.notifications;

    INSERT INTO public.organizations (name)
    SELECT 'Filler ' || n
    FROM generate_series(1, 15) AS n;

    INSERT INTO public.contacts (org_id, name, phone, created_at, last_contact_at, lead_status)
    SELECT
        organizations.id,
        'Filler ' || n,
        '+1556' || lpad(n::text, 7, '0'),
        now() - make_interval(mins => n),
        now() - make_interval(hours => n),
        (enum_range(NULL::public.lead_status_type))[1 + n % 6]
    FROM public.organizations
    CROSS JOIN generate_series(1, 400) AS n;

    INSERT INTO public.appointments (org_id, contact_id, service_type, scheduled_at, status)
    SELECT
        org_id,
        id,
        'cleaning',
        created_at + interval '2 hours',
        (enum_range(NULL::public.appointment_status))[1 + ascii(right(name, 1)) % 6]
    FROM public.contacts;

    INSERT INTO public.notifications (org_id, user_id, type, title, message, status)
    SELECT organizations.id, users.id, 'voicemail', 'Filler', 'Filler', 'read'
    FROM public.organizations
    CROSS JOIN (SELECT gen_random_uuid() AS id FROM generate_series(1, 10)) AS users
    CROSS JOIN generate_series(1, 2);

    INSERT INTO public.notifications (org_id, user_id, type, title, message, status, created_at)
    SELECT
        pg_temp.aurora(),
        'a1000000-0000-0000-0000-000000000001',
        'voicemail',
        'Filler',
        'Filler',
        CASE WHEN n % 50 = 0 THEN 'unread' ELSE 'read' END::public.notification_status,
        now() - make_interval(mins => n)
    FROM generate_series(1, 200) AS n;

    ANALYZE public.contacts, public.appointments, public.notifications;
$$;

-- check 8.5: A user's queries of contacts are served by the tenant's indexes
SELECT pg_temp.fill();

SELECT
    bool_and(coalesce(by_tenant AND index = wanted, false))
    AND count(*) = 4 AS passed,
    string_agg(format('%s: %s %s', question, coalesce(index, 'NO INDEX'), condition), '; ') AS seen
FROM (
    VALUES
        ('newest', 'idx_contacts_org_created', $$
            SELECT id, name FROM contacts ORDER BY created_at DESC LIMIT 20
        $$),
        ('by phone', 'idx_contacts_org_phone', $$
            SELECT id FROM contacts WHERE phone = '+15550100001'
        $$),
        ('last in touch', 'idx_contacts_last_contact', $$
            SELECT id FROM contacts WHERE last_contact_at > now() - interval '10 hours'
        $$),
        ('one changed', 'contacts_org_id_id_key', $$
            UPDATE contacts SET notes = 'x' WHERE id = 'ca000000-0000-0000-0000-000000000001'
        $$)
) AS asked (question, wanted, query)
CROSS JOIN LATERAL pg_temp.reads_by(query);

-- check 8.6: A user's queries of appointments are served by the tenant's indexes
SELECT pg_temp.fill();

SELECT
    bool_and(coalesce(by_tenant AND index = wanted, false))
    AND count(*) = 3 AS passed,
    string_agg(format('%s: %s %s', question, coalesce(index, 'NO INDEX'), condition), '; ') AS seen
FROM (
    VALUES
        ('next', 'idx_appointments_org_scheduled_at', $$
            SELECT id FROM appointments
            WHERE deleted_at IS NULL AND scheduled_at >= now() ORDER BY scheduled_at LIMIT 20
        $$),
        ('upcoming', 'idx_appointments_upcoming', $$
            SELECT id FROM appointments
            WHERE deleted_at IS NULL AND scheduled_at >= now() AND status IN ('pending', 'confirmed')
        $$),
        ('of a contact', 'idx_appointments_org_contact', $$
            SELECT id FROM appointments
            WHERE deleted_at IS NULL AND contact_id = 'ca000000-0000-0000-0000-000000000001'
        $$)
) AS asked (question, wanted, query)
CROSS JOIN LATERAL pg_temp.reads_by(query);

-- check 8.7: A user's queries of notifications are served by the user's and the tenant's indexes
SELECT pg_temp.fill();

SELECT
    bool_and(coalesce(by_tenant AND index = ANY (wanted), false))
    AND count(*) = 3 AS passed,
    string_agg(format('%s: %s %s', question, coalesce(index, 'NO INDEX'), condition), '; ') AS seen
FROM (
    VALUES
        ('unread', ARRAY['idx_notifications_user_unread', 'idx_notifications_org'], $$
            SELECT id FROM notifications WHERE status = 'unread'
        $$),
        ('newest', ARRAY['idx_notifications_created_desc', 'idx_notifications_org'], $$
            SELECT id FROM notifications ORDER BY created_at DESC LIMIT 20
        $$),
        ('about a contact', ARRAY['idx_notifications_entity'], $$
            SELECT id FROM notifications
            WHERE related_entity_type = 'contact' AND related_entity_id = 'ca000000-0000-0000-0000-000000000001'
        $$)
) AS asked (question, wanted, query)
CROSS JOIN LATERAL pg_temp.reads_by(query);

-- check 8.8: The tenant of a session is computed once a query, however many rows there are
SELECT pg_temp.fill();

SELECT
    rows = 400
    AND array_agg(DISTINCT loops) = ARRAY['1']
    AND bool_and(output ~ 'request\.jwt\.claims|auth_org_id') AS passed,
    format('%s rows read, the tenant computed %s times; %s: %s', rows, max(loops), min(node), min(output)) AS seen
FROM pg_temp.plan_of(
    'SELECT id FROM contacts',
    'authenticated',
    pg_temp.claims_of('ada', pg_temp.aurora()),
    'ANALYZE, VERBOSE, COSTS OFF, TIMING OFF, SUMMARY OFF'
) AS plan
CROSS JOIN LATERAL substring(plan FROM '\(actual rows=(\d+)') AS first
CROSS JOIN LATERAL regexp_matches(
    plan,
    '(InitPlan [^|]*[^ |]) *\| ->  Result \(actual rows=1(?:\.00)? loops=(\d+)\) \| Output: ([^|]*[^ |])',
    'g'
) AS found
CROSS JOIN LATERAL (
    SELECT first::int AS rows, found[1] AS node, found[2] AS loops, found[3] AS output
) AS parts
GROUP BY rows;

-- check 8.9: Whether an event was processed is told by the unique index
INSERT INTO processed_webhook_events (org_id, event_id)
SELECT pg_temp.aurora(), 'filler-' || n
FROM generate_series(1, 5000) AS n;
ANALYZE processed_webhook_events;

SELECT
    plan LIKE '%idx_processed_webhook_events_org_event%Index Cond: ((org_id = %) AND (event_id = %' AS passed,
    plan AS seen
FROM pg_temp.plan_of(
    $$
        SELECT FROM processed_webhook_events
        WHERE org_id = 'a0000000-0000-0000-0000-000000000001' AND event_id = 'filler-77'
    $$,
    'service_role'
) AS plan;
