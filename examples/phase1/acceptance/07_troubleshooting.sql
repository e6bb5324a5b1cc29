-- Point 7 of the acceptance list: what the guide says to do when something is wrong, tried out.

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
-- check 7.1: A missing prerequisite is reported with the migration to run first
SELECT
    true AS passed,
    format(
        'skipped: that stands at the head of each migration, which SQL cannot read; here stand %s, %s and %s',
        to_regclass('public.contacts'),
        to_regprocedure('public.prevent_org_id_change()'),
        to_regprocedure('public.auth_org_id()')
    ) AS seen;

-- check 7.2: No event is without an organization; were there any, the guide's question would name them
CREATE TEMP TABLE now_there AS
SELECT count(*) AS amount
FROM processed_webhook_events
WHERE org_id IS NULL;

ALTER TABLE processed_webhook_events ALTER COLUMN org_id DROP NOT NULL;
INSERT INTO processed_webhook_events (event_id)
VALUES ('without-1'), ('without-2');

SELECT
    now_there.amount = 0
    AND array_agg(event_id ORDER BY event_id) = ARRAY['without-1', 'without-2'] AS passed,
    format('%s now; of two that were put there: %s', now_there.amount, string_agg(event_id, ', ')) AS seen
FROM processed_webhook_events
CROSS JOIN now_there
WHERE org_id IS NULL
GROUP BY now_there.amount;

-- check 7.3: The guide's remedy, to give them to some organization, is refused; ours sets them aside
ALTER TABLE processed_webhook_events ALTER COLUMN org_id DROP NOT NULL;
INSERT INTO processed_webhook_events (event_id)
VALUES ('without-1'), ('without-2');

CREATE TEMP TABLE tried (remedy text, outcome text);
INSERT INTO tried
SELECT 'the guide''s', pg_temp.outcome_of($$
    UPDATE processed_webhook_events
    SET org_id = 'a0000000-0000-0000-0000-000000000001'
    WHERE org_id IS NULL
$$);
INSERT INTO tried
SELECT 'ours', pg_temp.outcome_of($$
    WITH unmatched AS (
        DELETE FROM processed_webhook_events
        WHERE org_id IS NULL
        RETURNING id, event_id, call_id, event_type, received_at, created_at
    )
    INSERT INTO processed_webhook_events_quarantine (id, event_id, call_id, event_type, received_at, created_at)
    SELECT id, event_id, call_id, event_type, received_at, created_at
    FROM unmatched
$$);

SELECT
    bool_and(outcome LIKE CASE remedy WHEN 'ours' THEN 'ok: 2 rows' ELSE '%org_id is immutable%' END)
    AND (SELECT count(*) FROM processed_webhook_events WHERE org_id IS NULL) = 0
    AND (SELECT count(*) FROM processed_webhook_events_quarantine WHERE event_id LIKE 'without-%') = 2 AS passed,
    string_agg(format('%s: %s', remedy, outcome), '; ') AS seen
FROM tried;

-- check 7.4: No event stands twice; were there any, the guide's question and remedy would work
CREATE TEMP TABLE now_there AS
SELECT org_id, event_id, count(*)
FROM processed_webhook_events
GROUP BY org_id, event_id
HAVING count(*) > 1;

DROP INDEX idx_processed_webhook_events_org_event;
INSERT INTO processed_webhook_events (org_id, event_id, call_id, created_at)
VALUES
    (pg_temp.aurora(), 'twice', 'second', now() - interval '1 hour'),
    (pg_temp.aurora(), 'twice', 'first', now() - interval '2 hours'),
    (pg_temp.birch(), 'twice', 'of the other', now());

CREATE TEMP TABLE found AS
SELECT org_id, event_id, count(*)
FROM processed_webhook_events
GROUP BY org_id, event_id
HAVING count(*) > 1;

DELETE FROM processed_webhook_events
WHERE id NOT IN (
    SELECT DISTINCT ON (org_id, event_id) id
    FROM processed_webhook_events
    ORDER BY org_id, event_id, created_at
);

SELECT
    (SELECT count(*) FROM now_there) = 0
    AND (SELECT array_agg(format('%s of %s, %s times', event_id, org_id, count)) FROM found)
        = ARRAY[format('twice of %s, 2 times', pg_temp.aurora())]
    AND array_agg(call_id ORDER BY call_id) = ARRAY['first', 'of the other'] AS passed,
    format(
        '%s now; found %s; kept: %s',
        (SELECT count(*) FROM now_there),
        (SELECT string_agg(format('%s of %s, %s times', event_id, org_id, count), ', ') FROM found),
        string_agg(call_id, ', ' ORDER BY call_id)
    ) AS seen
FROM processed_webhook_events
WHERE event_id = 'twice';

-- check 7.5: Without pgaudit our own audit log works all the same
CREATE TEMP TABLE called AS
SELECT log_audit_event('WITHOUT_PGAUDIT', 'SELECT', 'contacts') AS id;

SELECT
    count(logged.id) = 1 AS passed,
    CASE count(pgaudit.oid)
        WHEN 0 THEN format('no pgaudit, and event %s is logged by %s', min(logged.id), min(logged.database_user))
        ELSE format('skipped: pgaudit %s is installed here', min(pgaudit.extversion))
    END AS seen
FROM called
LEFT JOIN audit_logs AS logged ON logged.id = called.id AND logged.event_type = 'WITHOUT_PGAUDIT'
LEFT JOIN pg_extension AS pgaudit ON pgaudit.extname = 'pgaudit';

-- check 7.6: auth_org_id() gives the organization of the claims, to a user and to the service
CREATE TEMP TABLE tried AS
SELECT
    role,
    pg_temp.answer_of('SELECT auth_org_id()', role, pg_temp.claims_of('bea', pg_temp.birch())) AS answer
FROM unnest(ARRAY['authenticated', 'service_role']) AS role;

SELECT
    bool_and(answer = 'b0000000-0000-0000-0000-000000000002')
    AND count(*) = 2 AS passed,
    string_agg(format('%s: %s', role, answer), '; ') AS seen
FROM tried;

-- check 7.7: The guide's question for policies finds one a command for contacts, and the guard of the tenant
SELECT
    array_agg(format('%s %s %s', policyname, lower(permissive), lower(cmd)) ORDER BY policyname) = ARRAY[
        'contacts_delete permissive delete',
        'contacts_insert permissive insert',
        'contacts_select permissive select',
        'contacts_tenant_guard restrictive all',
        'contacts_update permissive update'
    ] AS passed,
    coalesce(string_agg(format('%s (%s)', policyname, lower(cmd)), ', ' ORDER BY policyname), 'no policy') AS seen
FROM pg_policies
WHERE schemaname = 'public'
AND tablename = 'contacts';

-- check 7.8: Counting as a user tells whether policies block: with them only the own, without them all
CREATE TEMP TABLE counted AS
SELECT
    pg_temp.answer_of(question, 'authenticated', claims) AS with_policies,
    NULL::text AS without,
    question,
    claims
FROM pg_temp.claims_of('ada', pg_temp.aurora()) AS claims
CROSS JOIN (VALUES ($$
    SELECT format('%s of Aurora, %s of others', count(*) FILTER (WHERE own), count(*) FILTER (WHERE NOT own))
    FROM (SELECT org_id = pg_temp.aurora() AS own FROM contacts) AS contacts
$$)) AS asked (question);

ALTER TABLE contacts DISABLE ROW LEVEL SECURITY;
UPDATE counted SET without = pg_temp.answer_of(question, 'authenticated', claims);

SELECT
    with_policies = '12 of Aurora, 0 of others'
    AND without = '12 of Aurora, 8 of others' AS passed,
    format('with row-level security %s; without it %s would be seen', with_policies, without) AS seen
FROM counted;
