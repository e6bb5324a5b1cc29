-- Attacks on the rows of another organization: Ada of Aurora tries to get at Birch's.

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
-- check 13.1: Reading, counting and locking find none of the other's rows, by any key
CREATE TEMP TABLE tried AS
SELECT attempt, pg_temp.by_ada(attempt) AS outcome
FROM unnest(ARRAY[
    'SELECT * FROM contacts WHERE org_id = pg_temp.birch()',
    'SELECT * FROM contacts WHERE id = ''cb000000-0000-0000-0000-000000000001''',
    'SELECT * FROM contacts WHERE phone = ''+15550200001''',
    'SELECT * FROM contacts WHERE org_id <> pg_temp.aurora() OR true AND notes IS NOT NULL',
    'SELECT * FROM contacts WHERE id = ''cb000000-0000-0000-0000-000000000001'' FOR UPDATE',
    'SELECT * FROM appointments WHERE id = ''db000000-0000-0000-0000-000000000001''',
    'SELECT * FROM organizations WHERE id = pg_temp.birch()',
    'SELECT * FROM organization_members WHERE org_id = pg_temp.birch()',
    'SELECT * FROM notifications WHERE org_id = pg_temp.birch()',
    'SELECT * FROM contacts AS c JOIN appointments AS a ON true WHERE a.org_id <> c.org_id'
]) AS attempt;

SELECT
    bool_and(outcome = 'ok: 0 rows')
    AND count(*) = 10 AS passed,
    format(
        '%s of %s attempts found nothing%s',
        count(*) FILTER (WHERE outcome = 'ok: 0 rows'),
        count(*),
        ': ' || string_agg(format('%s: %s', attempt, outcome), '; ') FILTER (WHERE outcome <> 'ok: 0 rows')
    ) AS seen
FROM tried;

-- check 13.2: Nothing can be written for the other: insert, update, delete, merge
CREATE TEMP TABLE before AS
SELECT md5(string_agg(contacts::text, ' ' ORDER BY id)) AS state
FROM contacts
WHERE org_id = pg_temp.birch();

CREATE TEMP TABLE tried AS
SELECT what, wanted, pg_temp.by_ada(statement) AS outcome
FROM (
    VALUES
        ('insert', '42501', $$ INSERT INTO contacts (org_id, name) VALUES (pg_temp.birch(), 'x') $$),
        ('update', 'ok: 0 rows', $$ UPDATE contacts SET name = 'x' WHERE org_id = pg_temp.birch() $$),
        ('delete', 'ok: 0 rows', $$ DELETE FROM contacts WHERE id = 'cb000000-0000-0000-0000-000000000008' $$),
        ('merge update', 'ok: 0 rows', $$
            MERGE INTO contacts USING (SELECT 'cb000000-0000-0000-0000-000000000001'::uuid AS id) AS given
            ON contacts.id = given.id WHEN MATCHED THEN UPDATE SET name = 'x'
        $$),
        ('merge insert', '42501', $$
            MERGE INTO contacts USING (SELECT 1) AS given ON false
            WHEN NOT MATCHED THEN INSERT (org_id, name) VALUES (pg_temp.birch(), 'x')
        $$),
        ('truncate', '42501', 'TRUNCATE contacts CASCADE'),
        ('other organization', '42501', $$ UPDATE organizations SET name = 'x' WHERE id = pg_temp.birch() $$),
        ('join as a member', '42501', $$
            INSERT INTO organization_members (org_id, user_id)
            VALUES (pg_temp.birch(), 'a1000000-0000-0000-0000-000000000001')
        $$)
) AS attempts (what, wanted, statement);

SELECT
    bool_and(outcome LIKE wanted || '%')
    AND count(*) = 8
    AND (SELECT md5(string_agg(contacts::text, ' ' ORDER BY id)) FROM contacts WHERE org_id = pg_temp.birch())
        = (SELECT state FROM before) AS passed,
    string_agg(format('%s: %s', what, outcome), '; ') AS seen
FROM tried;

-- check 13.3: No own row can be moved to the other
CREATE TEMP TABLE tried AS
SELECT name, pg_temp.by_ada(format('UPDATE %I SET org_id = pg_temp.birch()', name)) AS outcome
FROM unnest(ARRAY['contacts', 'appointments']) AS name;

SELECT
    bool_and(outcome LIKE '42501: new row violates row-level security policy%' OR outcome LIKE '%org_id is immutable')
    AND (SELECT count(*) FROM contacts WHERE org_id = pg_temp.birch()) = 8
    AND (SELECT count(*) FROM appointments WHERE org_id = pg_temp.birch()) = 5 AS passed,
    string_agg(format('%s: %s', name, outcome), '; ') AS seen
FROM tried;

-- check 13.4: An appointment with the other's contact is refused in the words of one that is missing
CREATE TEMP TABLE tried AS
SELECT
    whose,
    pg_temp.by_ada(format($$
        INSERT INTO appointments (org_id, contact_id, service_type, scheduled_at)
        VALUES (pg_temp.aurora(), %L, 'cleaning', now())
    $$, contact_id)) AS inserted,
    pg_temp.by_ada(format($$
        UPDATE appointments SET contact_id = %L WHERE id = 'da000000-0000-0000-0000-000000000001'
    $$, contact_id)) AS updated
FROM (
    VALUES
        ('other', 'cb000000-0000-0000-0000-000000000001'),
        ('nobody', '00000000-0000-0000-0000-000000000000'),
        ('own', 'ca000000-0000-0000-0000-000000000002')
) AS contacts (whose, contact_id);

SELECT
    bool_and(inserted LIKE '23503: %' AND updated LIKE '23503: %') FILTER (WHERE whose <> 'own')
    AND count(DISTINCT (inserted, updated)) FILTER (WHERE whose <> 'own') = 1
    AND bool_and((inserted, updated) = ('ok: 1 rows', 'ok: 1 rows')) FILTER (WHERE whose = 'own') AS passed,
    string_agg(format('%s: %s', whose, inserted), '; ') AS seen
FROM tried;

-- check 13.5: An upsert neither reaches nor betrays the other's phone number
CREATE TEMP TABLE tried (place int, what text, wanted text, outcome text);
INSERT INTO tried
SELECT 1, 'the other''s number as one''s own', 'ok: 1 rows', pg_temp.by_ada($$
    INSERT INTO contacts (org_id, name, phone) VALUES (pg_temp.aurora(), 'x', '+15550200001')
    ON CONFLICT (org_id, phone) WHERE phone IS NOT NULL DO UPDATE SET name = 'overwritten'
$$);
INSERT INTO tried
SELECT 2, 'the other''s row, do update', '42501: ', pg_temp.by_ada($$
    INSERT INTO contacts (org_id, name, phone) VALUES (pg_temp.birch(), 'x', '+15550200001')
    ON CONFLICT (org_id, phone) WHERE phone IS NOT NULL DO UPDATE SET name = 'overwritten'
$$);
INSERT INTO tried
SELECT 3, 'the other''s row, do nothing', '42501: ', pg_temp.by_ada($$
    INSERT INTO contacts (org_id, name, phone) VALUES (pg_temp.birch(), 'x', '+15550200001')
    ON CONFLICT DO NOTHING
$$);
INSERT INTO tried
SELECT 4, 'a number that nobody has, do nothing', '42501: ', pg_temp.by_ada($$
    INSERT INTO contacts (org_id, name, phone) VALUES (pg_temp.birch(), 'x', '+15550209999')
    ON CONFLICT DO NOTHING
$$);

SELECT
    bool_and(outcome LIKE wanted || '%')
    AND (SELECT outcome FROM tried WHERE place = 3) = (SELECT outcome FROM tried WHERE place = 4)
    AND NOT EXISTS (SELECT FROM contacts WHERE name = 'overwritten') AS passed,
    string_agg(format('%s: %s', what, outcome), '; ' ORDER BY place) AS seen
FROM tried;

-- check 13.6: Notifications of a colleague in the same organization are out of reach
CREATE TEMP TABLE tried AS
SELECT what, wanted, pg_temp.by_ada(statement) AS outcome
FROM (
    VALUES
        ('read', 'ok: 0 rows', $$
            SELECT FROM notifications WHERE user_id = '12345678-1234-1234-1234-123456789012'
        $$),
        ('mark as read', '42501', $$ UPDATE notifications SET status = 'read' $$),
        ('delete', '42501', 'DELETE FROM notifications'),
        ('write one', '42501', $$
            INSERT INTO notifications (org_id, user_id, type, title, message)
            VALUES (pg_temp.aurora(), '12345678-1234-1234-1234-123456789012', 'voicemail', 'x', 'x')
        $$)
) AS attempts (what, wanted, statement);

SELECT
    bool_and(outcome LIKE wanted || '%')
    AND (SELECT count(*) FROM notifications WHERE user_id = '12345678-1234-1234-1234-123456789012') = 2 AS passed,
    string_agg(format('%s: %s', what, outcome), '; ') AS seen
FROM tried;
