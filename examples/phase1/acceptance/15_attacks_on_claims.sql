-- Attacks by way of the claims: forged, empty, missing; and by somebody who has none at all.

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
-- How many contacts, appointments, notifications, members and organizations a session sees as
-- authenticated with these claims, or SQLSTATE and message. The plans are kept from call to call.
CREATE FUNCTION pg_temp.sight_of(claims text)
RETURNS text
LANGUAGE plpgsql
AS $$
DECLARE
    counts text;
BEGIN
    PERFORM set_config('request.jwt.claims', claims, true);
    PERFORM set_config('role', 'authenticated', true);
    SELECT concat_ws(
        ' ',
        (SELECT count(*) FROM public.contacts),
        (SELECT count(*) FROM public.appointments),
        (SELECT count(*) FROM public.notifications),
        (SELECT count(*) FROM public.organization_members),
        (SELECT count(*) FROM public.organizations)
    )
    INTO counts;
    PERFORM set_config('role', 'none', true);
    RETURN counts;
EXCEPTION
    WHEN OTHERS THEN
        RETURN SQLSTATE || ': ' || SQLERRM;
END;
$$;

-- Claims with the organizations of the samples for A and B, and Ada for the user.
CREATE FUNCTION pg_temp.claims(given text)
RETURNS text
LANGUAGE sql
AS $$
    SELECT replace(replace(replace(
        given,
        '"A"', '"a0000000-0000-0000-0000-000000000001"'),
        '"B"', '"b0000000-0000-0000-0000-000000000002"'),
        '"ada"', '"a1000000-0000-0000-0000-000000000001"')
$$;

-- check 15.1: With true claims a user sees the own organization, from claim to claim in one session
CREATE TEMP TABLE tried AS
SELECT place, wanted, pg_temp.sight_of(pg_temp.claims(given)) AS sight
FROM (
    VALUES
        (1, '12 9 3 3 1', '{"sub": "ada", "app_metadata": {"org_id": "A"}}'),
        (2, '8 5 2 3 1', '{"sub": "b1000000-0000-0000-0000-000000000001", "app_metadata": {"org_id": "B"}}'),
        (3, '12 9 1 3 1', '{"sub": "c1000000-0000-0000-0000-000000000001", "app_metadata": {"org_id": "A"}}'),
        (4, '8 5 1 3 1', '{"sub": "c1000000-0000-0000-0000-000000000001", "app_metadata": {"org_id": "B"}}')
) AS users (place, wanted, given);

SELECT
    bool_and(sight = wanted) AS passed,
    string_agg(sight, '; ' ORDER BY place) AS seen
FROM tried;

-- check 15.2: What users can edit themselves decides nothing: user_metadata, and claims out of place
CREATE TEMP TABLE tried AS
SELECT place, wanted, given, pg_temp.sight_of(pg_temp.claims(given)) AS sight
FROM (
    VALUES
        (1, '12 9 3 3 1', '{"sub": "ada", "app_metadata": {"org_id": "A"}, "user_metadata": {"org_id": "B"}}'),
        (2, '12 9 3 3 1', '{"sub": "ada", "role": "service_role", "app_metadata": {"org_id": "A"}}'),
        (3, '0 0 0 0 0', '{"sub": "ada", "user_metadata": {"org_id": "B"}}'),
        (4, '0 0 0 0 0', '{"sub": "ada", "user_metadata": {"app_metadata": {"org_id": "B"}}}'),
        (5, '0 0 0 0 0', '{"sub": "ada", "org_id": "B"}'),
        (6, '0 0 0 0 0', '{"sub": "ada", "APP_METADATA": {"org_id": "B"}}'),
        (7, '0 0 0 0 0', '{"sub": "ada", "app_metadata": [{"org_id": "B"}]}')
) AS forgeries (place, wanted, given);

SELECT
    bool_and(sight = wanted)
    AND count(*) = 7 AS passed,
    string_agg(format('%s. %s', place, sight), '; ' ORDER BY place) AS seen
FROM tried;

-- check 15.3: Without an organization in the claims a user sees nothing
CREATE TEMP TABLE tried AS
SELECT what, pg_temp.sight_of(pg_temp.claims(given)) AS sight
FROM (
    VALUES
        ('no claims', NULL),
        ('empty claims', ''),
        ('an empty object', '{}'),
        ('no object', 'null'),
        ('no metadata', '{"sub": "ada"}'),
        ('metadata null', '{"sub": "ada", "app_metadata": null}'),
        ('organization null', '{"sub": "ada", "app_metadata": {"org_id": null}}'),
        ('organization empty', '{"sub": "ada", "app_metadata": {"org_id": ""}}'),
        ('organization unknown', '{"app_metadata": {"org_id": "00000000-0000-0000-0000-000000000000"}}')
) AS claims (what, given);

SELECT
    bool_and(sight = '0 0 0 0 0')
    AND count(*) = 9 AS passed,
    string_agg(format('%s: %s', what, sight), '; ') AS seen
FROM tried;

-- check 15.4: Claims that make no sense are an error, and show nothing
CREATE TEMP TABLE tried AS
SELECT given, pg_temp.sight_of(pg_temp.claims(given)) AS sight
FROM unnest(ARRAY[
    '{"sub": "ada", "app_metadata": {"org_id": "Birch Clinic"}}',
    '{"sub": "ada", "app_metadata": {"org_id": ["A", "B"]}}',
    '{"sub": "ada", "app_metadata": {"org_id": "'' OR true --"}}',
    '{"sub": "ada", "app_metadata": {"org_id": "%"}}',
    '{"sub": "ada", "app_metadata": ',
    'org_id'
]) AS given;

SELECT
    bool_and(sight LIKE '22P02: %')
    AND count(*) = 6 AS passed,
    string_agg(sight, '; ') AS seen
FROM tried;

-- check 15.5: Without an organization in the claims a user writes nothing, not even for nobody
CREATE TEMP TABLE tried AS
SELECT
    claims,
    org_id,
    pg_temp.outcome_of(
        format('INSERT INTO contacts (org_id, name) VALUES (%L, ''x'')', org_id), 'authenticated', claims::jsonb
    ) AS outcome
FROM unnest(ARRAY['{}', '{"app_metadata": {"org_id": null}}', '{"app_metadata": {"org_id": ""}}']) AS claims
CROSS JOIN unnest(ARRAY['a0000000-0000-0000-0000-000000000001', NULL]) AS org_id;

SELECT
    bool_and(outcome LIKE '42501: %')
    AND count(*) = 6 AS passed,
    format(
        '%s of %s refused: %s',
        count(*) FILTER (WHERE outcome LIKE '42501: %'),
        count(*),
        string_agg(DISTINCT outcome, '; ')
    ) AS seen
FROM tried;

-- check 15.6: anon gets at no table, in no way, with whatever claims
CREATE TEMP TABLE tried AS
SELECT relname, pg_temp.outcome_of(
    format(statement, relname),
    'anon',
    pg_temp.claims('{"sub": "ada", "role": "authenticated", "app_metadata": {"org_id": "A"}}')::jsonb
) AS outcome
FROM pg_class
CROSS JOIN unnest(ARRAY[
    'SELECT FROM %I', 'SELECT count(*) FROM %I', 'INSERT INTO %I DEFAULT VALUES', 'DELETE FROM %I', 'TRUNCATE %I'
]) AS statement
WHERE relnamespace = 'public'::regnamespace
AND relkind IN ('r', 'p', 'v', 'm');

SELECT
    bool_and(outcome LIKE '42501: permission denied for table %')
    AND count(*) >= 45 AS passed,
    format(
        '%s of %s attempts on %s tables refused%s',
        count(*) FILTER (WHERE outcome LIKE '42501: permission denied for table %'),
        count(*),
        count(DISTINCT relname),
        ': ' || string_agg(format('%s %s', relname, outcome), '; ') FILTER (WHERE outcome NOT LIKE '42501: %')
    ) AS seen
FROM tried;

-- check 15.7: The tables of the service are closed to users, whatever their claims
CREATE TEMP TABLE tried AS
SELECT name, pg_temp.outcome_of(
    format(statement, name),
    'authenticated',
    pg_temp.claims('{"sub": "ada", "role": "service_role", "app_metadata": {"org_id": "A"}}')::jsonb
) AS outcome
FROM unnest(ARRAY[
    'audit_logs', 'audit_logs_archive', 'processed_webhook_events', 'processed_webhook_events_quarantine'
]) AS name
CROSS JOIN unnest(ARRAY[
    'SELECT FROM %I', 'INSERT INTO %I DEFAULT VALUES', 'DELETE FROM %I', 'TRUNCATE %I'
]) AS statement;

SELECT
    bool_and(outcome LIKE '42501: permission denied for table %')
    AND count(*) = 16 AS passed,
    format(
        '%s of %s attempts refused%s',
        count(*) FILTER (WHERE outcome LIKE '42501: permission denied for table %'),
        count(*),
        ': ' || string_agg(format('%s %s', name, outcome), '; ') FILTER (WHERE outcome NOT LIKE '42501: %')
    ) AS seen
FROM tried;
