-- Attacks by way of the server's own means: functions, statistics, settings, roles, sequences.

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
-- What becomes of a statement of Ada's, who acts for Aurora.
CREATE FUNCTION pg_temp.by_ada(statement text)
RETURNS text
LANGUAGE sql
AS $$
    SELECT pg_temp.outcome_of(statement, 'authenticated', pg_temp.claims_of('ada', pg_temp.aurora()))
$$;
-- check 14.1: A cheap function in a condition is shown the own rows alone
-- (the planner would call it first, if the policy did not come before)
CREATE FUNCTION pg_temp.overhear(word text)
RETURNS boolean
LANGUAGE plpgsql
COST 0.0001
AS $$
BEGIN
    PERFORM set_config('attack.heard', concat(current_setting('attack.heard', true), word, ';'), true);
    RETURN true;
END;
$$;

SELECT pg_temp.by_ada('SELECT FROM contacts WHERE pg_temp.overhear(name)');

SELECT
    heard LIKE '%Aurora contact 12;%'
    AND heard NOT LIKE '%Birch%' AS passed,
    format('%s names heard, of them Birch''s: %s', count(*), count(*) FILTER (WHERE name LIKE 'Birch%')) AS seen
FROM current_setting('attack.heard') AS heard
CROSS JOIN LATERAL unnest(string_to_array(trim(';' FROM heard), ';')) AS name
GROUP BY heard;

-- check 14.2: An error that a value would raise is not raised by the other's rows
CREATE TEMP TABLE tried AS
SELECT
    pg_temp.by_ada($$ SELECT FROM contacts WHERE notes::int > 0 $$) AS by_ada,
    pg_temp.outcome_of(
        $$ SELECT FROM contacts WHERE notes::int > 0 $$,
        'authenticated',
        pg_temp.claims_of('bea', pg_temp.birch())
    ) AS by_bea;

SELECT
    by_ada = 'ok: 0 rows'
    AND by_bea LIKE '22P02: %known to Birch alone%' AS passed,
    format('Ada: %s; Bea, whose notes they are: %s', by_ada, by_bea) AS seen
FROM tried;

-- check 14.3: The planner's statistics of a table with policies are not shown
ANALYZE contacts;

SELECT
    for_ada = '0'
    AND for_owner::int > 5 AS passed,
    format('of %s rows about contacts Ada sees %s', for_owner, for_ada) AS seen
FROM pg_temp.answer_of(
    $$ SELECT count(*) FROM pg_stats WHERE tablename = 'contacts' $$,
    'authenticated',
    pg_temp.claims_of('ada', pg_temp.aurora())
) AS for_ada
CROSS JOIN pg_temp.answer_of($$ SELECT count(*) FROM pg_stats WHERE tablename = 'contacts' $$) AS for_owner;

-- check 14.4: A user switches off no policy, no trigger and no table
CREATE TEMP TABLE tried AS
SELECT attempt, pg_temp.by_ada(attempt) AS outcome
FROM unnest(ARRAY[
    'SET LOCAL session_replication_role = replica',
    'ALTER TABLE contacts DISABLE ROW LEVEL SECURITY',
    'ALTER TABLE contacts DISABLE TRIGGER ALL',
    'DROP POLICY contacts_tenant_guard ON contacts',
    'CREATE POLICY mine ON contacts USING (true)',
    'CREATE TRIGGER mine AFTER INSERT ON contacts EXECUTE FUNCTION set_updated_at()',
    'CREATE TABLE public.mine (contact_id uuid REFERENCES contacts)',
    'CREATE FUNCTION public.mine() RETURNS int LANGUAGE sql AS ''SELECT 1''',
    'DROP TABLE contacts CASCADE',
    'ALTER TABLE contacts OWNER TO authenticated'
]) AS attempt;

SELECT
    bool_and(outcome LIKE '42501: %')
    AND count(*) = 10 AS passed,
    format(
        '%s of %s refused%s',
        count(*) FILTER (WHERE outcome LIKE '42501: %'),
        count(*),
        ': ' || string_agg(format('%s: %s', attempt, outcome), '; ') FILTER (WHERE outcome NOT LIKE '42501: %')
    ) AS seen
FROM tried;

-- check 14.5: With row_security off a user gets an error, and not the rows
CREATE TEMP TABLE tried AS
SELECT pg_temp.outcome_of(
    'SELECT FROM contacts', 'authenticated', pg_temp.claims_of('ada', pg_temp.aurora())
) AS outcome
FROM set_config('row_security', 'off', true);
SET LOCAL row_security = on;

SELECT
    outcome LIKE '42501: query would be affected by row-level security policy%' AS passed,
    outcome AS seen
FROM tried;

-- check 14.6: authenticated and anon are members of no other role, and bypass nothing
SELECT
    bool_and(NOT (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication OR rolcanlogin))
    AND count(*) = 2
    AND bool_and(memberships = 0) AS passed,
    string_agg(
        format('%s: %s memberships, bypasses policies: %s', rolname, memberships, rolbypassrls),
        '; '
        ORDER BY rolname
    ) AS seen
FROM pg_roles
CROSS JOIN LATERAL (
    SELECT count(*) AS memberships
    FROM pg_auth_members
    WHERE member = pg_roles.oid
) AS counted
WHERE rolname IN ('anon', 'authenticated');

-- check 14.7: The API's login sees nothing before it becomes a user, and cannot become the owner
SET LOCAL SESSION AUTHORIZATION authenticator;

CREATE TEMP TABLE tried AS
SELECT
    pg_temp.outcome_of('SELECT FROM contacts') AS reading,
    pg_temp.outcome_of('SELECT FROM contacts', (SELECT rolname FROM pg_roles WHERE oid = 10)) AS as_owner;

RESET SESSION AUTHORIZATION;

SELECT
    reading LIKE '42501: permission denied for table contacts%'
    AND as_owner LIKE '42501: permission denied to set role%' AS passed,
    format('%s; %s', reading, as_owner) AS seen
FROM tried;

-- check 14.8: Nobody stops the audit log or the webhooks by setting back their sequences
-- (a sequence is not set back by the end of a transaction, so this check does it itself)
CREATE TEMP TABLE kept AS
SELECT sequencename, last_value
FROM pg_sequences
WHERE schemaname = 'public';

CREATE TEMP TABLE tried AS
SELECT
    role,
    sequence,
    pg_temp.outcome_of(format('SELECT setval(%L, 1)', sequence), role) AS setting,
    pg_temp.outcome_of(format('SELECT last_value FROM %s', sequence), role) AS reading
FROM unnest(ARRAY['anon', 'authenticated']) AS role
CROSS JOIN unnest(ARRAY['audit_logs_id_seq', 'processed_webhook_events_id_seq']) AS sequence;
INSERT INTO tried
SELECT
    'then',
    'the log',
    pg_temp.outcome_of('SELECT log_audit_event(''CHECK'', ''SELECT'', ''contacts'')'),
    '42501: ';
SELECT setval(sequencename::regclass, last_value)
FROM kept;

SELECT
    bool_and(setting LIKE CASE role WHEN 'then' THEN 'ok: 1 rows' ELSE '42501: %' END)
    AND bool_and(reading LIKE '42501: %')
    AND count(*) = 5 AS passed,
    string_agg(format('%s, %s: %s', role, sequence, setting), '; ') AS seen
FROM tried;
