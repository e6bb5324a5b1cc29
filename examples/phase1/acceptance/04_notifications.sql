-- Point 4 of the acceptance list: notifications, and the function that makes them.

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
-- check 4.1: The columns stand in order, with their types
SELECT
    listed = 'id uuid, org_id uuid, user_id uuid, type notification_type, title text, message text, '
        'status notification_status, priority notification_priority, related_entity_id uuid, '
        'related_entity_type text, action_url text, channels jsonb, read_at timestamp with time zone, '
        'created_at timestamp with time zone, expires_at timestamp with time zone'
    AND nullable = 'related_entity_id, related_entity_type, action_url, read_at' AS passed,
    format('%s; null: %s', listed, nullable) AS seen
FROM (
    SELECT
        string_agg(attname || ' ' || format_type(atttypid, atttypmod), ', ' ORDER BY attnum) AS listed,
        string_agg(attname, ', ' ORDER BY attnum) FILTER (WHERE NOT attnotnull) AS nullable
    FROM pg_attribute
    WHERE attrelid = 'public.notifications'::regclass
    AND attnum > 0
    AND NOT attisdropped
) AS columns;

-- check 4.2: The three enums have their labels, in order
SELECT
    listed = 'notification_priority: low, normal, high, urgent; '
        'notification_status: unread, read, archived; '
        'notification_type: hot_lead, appointment_booked, appointment_reminder, missed_call, '
        'system_alert, voicemail' AS passed,
    listed AS seen
FROM (
    SELECT string_agg(typname || ': ' || labels, '; ' ORDER BY typname) AS listed
    FROM (
        SELECT typname, string_agg(enumlabel, ', ' ORDER BY enumsortorder) AS labels
        FROM pg_type
        JOIN pg_enum ON enumtypid = pg_type.oid
        WHERE typnamespace = 'public'::regnamespace
        AND typname LIKE 'notification\_%'
        GROUP BY typname
    ) AS enums
) AS enums;

-- check 4.3: The guide's call with ten arguments works, and one hot lead is counted
CREATE TEMP TABLE before AS
SELECT count(*) AS amount
FROM notifications
WHERE type = 'hot_lead';

CREATE TEMP TABLE called AS
SELECT create_notification(
    'a0000000-0000-0000-0000-000000000001',
    '12345678-1234-1234-1234-123456789012',
    'hot_lead'::notification_type,
    'Hot Lead Alert',
    'A new hot lead was detected',
    NULL,
    NULL,
    '/dashboard/leads',
    'high'::notification_priority,
    '["in_app", "email"]'::jsonb
) AS id;

SELECT
    before.amount = 0
    AND (SELECT count(*) FROM notifications WHERE type = 'hot_lead') = 1
    AND (made.org_id, made.user_id, made.type) = (
        'a0000000-0000-0000-0000-000000000001', '12345678-1234-1234-1234-123456789012', 'hot_lead'
    )
    AND (made.title, made.message, made.action_url) = (
        'Hot Lead Alert', 'A new hot lead was detected', '/dashboard/leads'
    )
    AND (made.status, made.priority, made.channels) = ('unread', 'high', '["in_app", "email"]')
    AND made.related_entity_id IS NULL
    AND made.related_entity_type IS NULL AS passed,
    format(
        '%s hot leads before, then %s: %s, %s, %s, %s, %s',
        before.amount,
        (SELECT count(*) FROM notifications WHERE type = 'hot_lead'),
        made.title, made.status, made.priority, made.channels, made.action_url
    ) AS seen
FROM called
JOIN notifications AS made USING (id)
CROSS JOIN before;

-- check 4.4: Five arguments are enough; the rest has its defaults
CREATE TEMP TABLE called AS
SELECT create_notification(
    'a0000000-0000-0000-0000-000000000001',
    '12345678-1234-1234-1234-123456789012',
    'voicemail',
    'Voicemail',
    'Somebody called'
) AS id;

SELECT
    priority = 'normal'
    AND channels = '["in_app"]'
    AND status = 'unread'
    AND read_at IS NULL
    AND expires_at = created_at + interval '30 days' AS passed,
    format('%s, %s, %s, kept for %s', status, priority, channels, expires_at - created_at) AS seen
FROM called
JOIN notifications USING (id);

-- check 4.5: Only a member of the organization can be notified
CREATE TEMP TABLE tried AS
SELECT
    person,
    pg_temp.outcome_of(format($$
        SELECT create_notification(pg_temp.aurora(), %L, 'voicemail', 'x', 'x')
    $$, id)) AS outcome
FROM auth.users
CROSS JOIN LATERAL split_part(email, '@', 1) AS person;

SELECT
    bool_and(CASE
        WHEN person IN ('ada', 'alan', 'cleo') THEN outcome = 'ok: 1 rows'
        ELSE outcome LIKE '23503: %notifications_org_id_user_id_fkey%'
    END)
    AND count(*) = 5 AS passed,
    string_agg(person || ' ' || outcome, '; ' ORDER BY person) AS seen
FROM tried;

-- check 4.6: A member sees the own notifications of the organization acted for, and no others
CREATE TEMP TABLE tried AS
SELECT
    person,
    expected,
    coalesce(pg_temp.answer_of(
        $$ SELECT string_agg(title, ', ' ORDER BY title) FROM notifications $$,
        'authenticated',
        pg_temp.claims_of(person, org_id)
    ), 'none') AS answer
FROM (
    VALUES
        ('ada', pg_temp.aurora(), 'For Ada 1, For Ada 2, For Ada 3'),
        ('alan', pg_temp.aurora(), 'For Alan 1, For Alan 2'),
        ('bea', pg_temp.birch(), 'For Bea 1, For Bea 2'),
        ('bob', pg_temp.birch(), 'none'),
        ('cleo', pg_temp.aurora(), 'For Cleo at Aurora'),
        ('cleo', pg_temp.birch(), 'For Cleo at Birch')
) AS given (person, org_id, expected);

SELECT
    bool_and(answer = expected)
    AND count(*) = 6 AS passed,
    string_agg(format('%s: %s', person, answer), '; ') AS seen
FROM tried;

-- check 4.7: The five named indexes are there, and those that serve a tenant's query lead with org_id
SELECT
    bool_and(coalesce(found.definition LIKE wanted.definition AND found.indisvalid, false)) AS passed,
    string_agg(wanted.name || ' ' || coalesce(found.definition, 'MISSING'), '; ' ORDER BY wanted.name) AS seen
FROM (
    VALUES
        ('idx_notifications_user_unread', 'btree (user_id, status) WHERE (status = ''unread''::%)'),
        ('idx_notifications_created_desc', 'btree (org_id, created_at DESC)'),
        ('idx_notifications_expires', 'btree (expires_at)'),
        ('idx_notifications_org', 'btree (org_id, user_id)'),
        ('idx_notifications_entity', 'btree (org_id, related_entity_type, related_entity_id)')
) AS wanted (name, definition)
LEFT JOIN (
    SELECT
        relname AS name,
        indisvalid,
        split_part(pg_get_indexdef(indexrelid), ' USING ', 2) AS definition
    FROM pg_index
    JOIN pg_class ON pg_class.oid = indexrelid
    WHERE indrelid = 'public.notifications'::regclass
) AS found USING (name);

-- check 4.8: expire_old_notifications archives what is out of date, once, and tells how many
CREATE TEMP TABLE first AS
SELECT expire_old_notifications() AS archived;
CREATE TEMP TABLE second AS
SELECT expire_old_notifications() AS archived;

SELECT
    (first.archived, second.archived, titles) = (1, 0, 'For Ada 3') AS passed,
    format('%s archived, then %s: %s', first.archived, second.archived, titles) AS seen
FROM first
CROSS JOIN second
CROSS JOIN (
    SELECT string_agg(title, ', ') AS titles
    FROM notifications
    WHERE status = 'archived'
) AS archived;
