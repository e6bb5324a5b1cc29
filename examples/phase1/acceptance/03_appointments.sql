-- Point 3 of the acceptance list: appointments, and that a row never changes its organization.

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
-- check 3.1: The columns stand in order, with their types
SELECT
    listed = 'id uuid, org_id uuid, contact_id uuid, service_type text, '
        'scheduled_at timestamp with time zone, duration_minutes integer, status appointment_status, '
        'calendar_link text, confirmation_sent boolean, deleted_at timestamp with time zone, '
        'created_at timestamp with time zone, updated_at timestamp with time zone'
    AND nullable = 'calendar_link, deleted_at' AS passed,
    format('%s; null: %s', listed, nullable) AS seen
FROM (
    SELECT
        string_agg(attname || ' ' || format_type(atttypid, atttypmod), ', ' ORDER BY attnum) AS listed,
        string_agg(attname, ', ' ORDER BY attnum) FILTER (WHERE NOT attnotnull) AS nullable
    FROM pg_attribute
    WHERE attrelid = 'public.appointments'::regclass
    AND attnum > 0
    AND NOT attisdropped
) AS columns;

-- check 3.2: The enum appointment_status has its labels, in order
SELECT
    labels = 'pending, confirmed, in_progress, completed, cancelled, no_show' AS passed,
    coalesce(labels, 'no labels') AS seen
FROM (
    SELECT string_agg(enumlabel, ', ' ORDER BY enumsortorder) AS labels
    FROM pg_enum
    WHERE enumtypid = to_regtype('public.appointment_status')
) AS listed;

-- check 3.3: A foreign key leads to contacts, through the organization, and is proven for every row
SELECT
    count(*) = 1
    AND bool_and(convalidated)
    AND min(pg_get_constraintdef(oid))
        LIKE 'FOREIGN KEY (org_id, contact_id) REFERENCES %contacts(org_id, id)%' AS passed,
    format(
        '%s: %s',
        count(*),
        string_agg(conname || ' ' || pg_get_constraintdef(oid), '; ')
    ) AS seen
FROM pg_constraint
WHERE conrelid = 'public.appointments'::regclass
AND confrelid = 'public.contacts'::regclass;

-- check 3.4: The four named indexes lead with org_id and leave deleted rows out
SELECT
    bool_and(coalesce(
        found.indisvalid
        AND found.definition LIKE 'btree (org_id, ' || wanted.next_column || ')%'
        AND found.definition LIKE '%deleted_at IS NULL%',
        false
    )) AS passed,
    string_agg(wanted.name || ' ' || coalesce(found.definition, 'MISSING'), '; ' ORDER BY wanted.name) AS seen
FROM (
    VALUES
        ('idx_appointments_org_scheduled_at', 'scheduled_at'),
        ('idx_appointments_org_contact', 'contact_id'),
        ('idx_appointments_org_status', 'status'),
        ('idx_appointments_upcoming', 'scheduled_at')
) AS wanted (name, next_column)
LEFT JOIN (
    SELECT
        relname AS name,
        indisvalid,
        split_part(pg_get_indexdef(indexrelid), ' USING ', 2) AS definition
    FROM pg_index
    JOIN pg_class ON pg_class.oid = indexrelid
    WHERE indrelid = 'public.appointments'::regclass
) AS found USING (name);

-- check 3.5: Organization, contact, service and time are enough; the rest has its defaults
INSERT INTO appointments (org_id, contact_id, service_type, scheduled_at)
VALUES (
    'a0000000-0000-0000-0000-000000000001',
    (SELECT id FROM contacts WHERE org_id = 'a0000000-0000-0000-0000-000000000001' ORDER BY id LIMIT 1),
    'consultation',
    now() + interval '1 day'
);

SELECT
    duration_minutes = 30
    AND status = 'pending'
    AND NOT confirmation_sent
    AND deleted_at IS NULL
    AND created_at = now() AS passed,
    format(
        '%s, %s minutes, %s, confirmation sent: %s, for contact %s',
        service_type, duration_minutes, status, confirmation_sent, contact_id
    ) AS seen
FROM appointments
WHERE service_type = 'consultation';

-- check 3.6: An appointment cannot be moved to another organization that exists: org_id is immutable
CREATE TEMP TABLE tried AS
SELECT pg_temp.outcome_of($$
    UPDATE appointments
    SET org_id = pg_temp.birch()
    WHERE id = 'da000000-0000-0000-0000-000000000001'
$$) AS outcome;

SELECT
    outcome LIKE '%org_id is immutable%'
    AND EXISTS (SELECT FROM organizations WHERE id = pg_temp.birch())
    AND appointments.org_id = pg_temp.aurora() AS passed,
    format('%s; it belongs to %s still', outcome, name) AS seen
FROM tried
CROSS JOIN appointments
JOIN organizations ON organizations.id = appointments.org_id
WHERE appointments.id = 'da000000-0000-0000-0000-000000000001';

-- check 3.7: A contact with appointments, and one without, cannot be moved either: org_id is immutable
CREATE TEMP TABLE tried AS
SELECT
    pg_temp.outcome_of($$
        UPDATE contacts SET org_id = pg_temp.birch() WHERE id = 'ca000000-0000-0000-0000-000000000001'
    $$) AS with_appointments,
    pg_temp.outcome_of($$
        UPDATE contacts SET org_id = pg_temp.birch() WHERE id = 'ca000000-0000-0000-0000-000000000012'
    $$) AS without;

SELECT
    with_appointments LIKE '%org_id is immutable%'
    AND without LIKE '%org_id is immutable%'
    AND (SELECT count(*) FROM contacts WHERE org_id = pg_temp.aurora()) = 12 AS passed,
    format('with: %s; without: %s', with_appointments, without) AS seen
FROM tried;

-- check 3.8: An appointment that keeps its organization can be changed
CREATE TEMP TABLE tried AS
SELECT pg_temp.outcome_of($$
    UPDATE appointments
    SET org_id = org_id, status = 'completed'
    WHERE org_id = pg_temp.aurora()
$$) AS outcome;

SELECT
    outcome = 'ok: 9 rows'
    AND completed = 9 AS passed,
    format('%s, of which %s completed', outcome, completed) AS seen
FROM tried
CROSS JOIN (
    SELECT count(*) AS completed
    FROM appointments
    WHERE org_id = pg_temp.aurora()
    AND status = 'completed'
) AS counted;

-- check 3.9: An appointment lasts longer than no time
CREATE TEMP TABLE tried AS
SELECT
    minutes,
    pg_temp.outcome_of(format($$
        UPDATE appointments
        SET duration_minutes = %s
        WHERE id = 'da000000-0000-0000-0000-000000000001'
    $$, minutes)) AS outcome
FROM unnest(ARRAY[-15, 0, 15]) AS minutes;

SELECT
    bool_and(CASE
        WHEN minutes > 0 THEN outcome = 'ok: 1 rows'
        ELSE outcome LIKE '23514: %appointments_duration_minutes_check%'
    END) AS passed,
    string_agg(format('%s minutes %s', minutes, outcome), '; ' ORDER BY minutes) AS seen
FROM tried;

-- check 3.10: A contact of the other organization is refused, in the words of one that does not exist
CREATE TEMP TABLE tried AS
SELECT
    contact_id,
    pg_temp.outcome_of(format($$
        INSERT INTO appointments (org_id, contact_id, service_type, scheduled_at)
        VALUES (pg_temp.aurora(), %L, 'cleaning', now())
    $$, contact_id)) AS outcome
FROM unnest(ARRAY[
    'cb000000-0000-0000-0000-000000000001',
    '00000000-0000-0000-0000-000000000000'
]) AS contact_id;

SELECT
    bool_and(outcome LIKE '23503: %')
    AND count(DISTINCT outcome) = 1
    AND EXISTS (SELECT FROM contacts WHERE id = 'cb000000-0000-0000-0000-000000000001') AS passed,
    string_agg(DISTINCT outcome, '; ') AS seen
FROM tried;
