-- Point 2 of the acceptance list: contacts.

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
-- check 2.1: The table has its twelve columns, in order
SELECT
    names = 'id, org_id, name, phone, email, service_interests, lead_score, lead_status, '
        'last_contact_at, notes, created_at, updated_at' AS passed,
    format('%s columns: %s', amount, names) AS seen
FROM (
    SELECT
        count(*) AS amount,
        string_agg(column_name, ', ' ORDER BY ordinal_position) AS names
    FROM information_schema.columns
    WHERE table_schema = 'public'
    AND table_name = 'contacts'
) AS listed;

-- check 2.2: The columns have their types, and four of them may be null
SELECT
    types = 'uuid, uuid, text, text, text, jsonb, lead_score_type, lead_status_type, '
        'timestamp with time zone, text, timestamp with time zone, timestamp with time zone'
    AND nullable = 'phone, email, last_contact_at, notes' AS passed,
    format('%s; null: %s', types, nullable) AS seen
FROM (
    SELECT
        string_agg(format_type(atttypid, atttypmod), ', ' ORDER BY attnum) AS types,
        string_agg(attname, ', ' ORDER BY attnum) FILTER (WHERE NOT attnotnull) AS nullable
    FROM pg_attribute
    WHERE attrelid = 'public.contacts'::regclass
    AND attnum > 0
    AND NOT attisdropped
) AS listed;

-- check 2.3: An organization and a name are enough; the rest has its defaults
INSERT INTO public.contacts (org_id, name)
VALUES (pg_temp.aurora(), 'only a name');

SELECT
    id IS NOT NULL
    AND service_interests = '[]'
    AND lead_score = 'cold'
    AND lead_status = 'new'
    AND created_at = now()
    AND updated_at = now()
    AND phone IS NULL AS passed,
    format('%s, %s, interests %s, created %s', lead_score, lead_status, service_interests, created_at) AS seen
FROM public.contacts
WHERE name = 'only a name';

-- check 2.4: The two lead enums have their labels, in order
SELECT
    listed = 'lead_score_type: hot, warm, cold; '
        'lead_status_type: new, contacted, qualified, booked, converted, lost' AS passed,
    listed AS seen
FROM (
    SELECT string_agg(typname || ': ' || labels, '; ' ORDER BY typname) AS listed
    FROM (
        SELECT typname, string_agg(enumlabel, ', ' ORDER BY enumsortorder) AS labels
        FROM pg_type
        JOIN pg_enum ON enumtypid = pg_type.oid
        WHERE typnamespace = 'public'::regnamespace
        AND typname IN ('lead_score_type', 'lead_status_type')
        GROUP BY typname
    ) AS enums
) AS enums;

-- check 2.5: The five named indexes are there, valid, over what they should be over
SELECT
    bool_and(coalesce(found.definition = wanted.definition AND found.indisvalid, false)) AS passed,
    string_agg(wanted.name || ' ' || coalesce(found.definition, 'MISSING'), '; ' ORDER BY wanted.name) AS seen
FROM (
    VALUES
        ('idx_contacts_org_status_updated', 'btree (org_id, lead_status, updated_at DESC)'),
        ('idx_contacts_org_phone', 'btree (org_id, phone) WHERE (phone IS NOT NULL)'),
        ('idx_contacts_org_created', 'btree (org_id, created_at DESC)'),
        ('idx_contacts_service_interests', 'gin (service_interests)'),
        ('idx_contacts_last_contact', 'btree (org_id, last_contact_at DESC)')
) AS wanted (name, definition)
LEFT JOIN (
    SELECT
        relname AS name,
        indisvalid,
        split_part(pg_get_indexdef(indexrelid), ' USING ', 2) AS definition
    FROM pg_index
    JOIN pg_class ON pg_class.oid = indexrelid
    WHERE indrelid = 'public.contacts'::regclass
) AS found USING (name);

-- check 2.6: A phone number stands once in an organization, and may stand in the other as well
CREATE TEMP TABLE tried AS
SELECT
    pg_temp.outcome_of($$
        INSERT INTO contacts (org_id, name, phone) VALUES (pg_temp.aurora(), 'again', '+15550100001')
    $$) AS same_organization,
    pg_temp.outcome_of($$
        INSERT INTO contacts (org_id, name, phone) VALUES (pg_temp.birch(), 'elsewhere', '+15550100001')
    $$) AS other_organization,
    pg_temp.outcome_of($$
        INSERT INTO contacts (org_id, name) VALUES (pg_temp.aurora(), 'no phone'), (pg_temp.aurora(), 'none')
    $$) AS without_phone;

SELECT
    same_organization LIKE '23505: %idx_contacts_org_phone%'
    AND other_organization = 'ok: 1 rows'
    AND without_phone = 'ok: 2 rows' AS passed,
    format('same: %s; other: %s; without: %s', same_organization, other_organization, without_phone) AS seen
FROM tried;

-- check 2.7: A contact needs an organization that exists
CREATE TEMP TABLE tried AS
SELECT
    pg_temp.outcome_of($$
        INSERT INTO contacts (org_id, name) VALUES (gen_random_uuid(), 'lost')
    $$) AS unknown,
    pg_temp.outcome_of($$
        INSERT INTO contacts (name) VALUES ('lost')
    $$) AS missing;

SELECT
    unknown LIKE '23503: %contacts_org_id_fkey%'
    AND missing LIKE '23502: %org_id%' AS passed,
    format('unknown: %s; none: %s', unknown, missing) AS seen
FROM tried;

-- check 2.8: An organization takes its contacts and appointments along, and no others
CREATE TEMP TABLE before AS
SELECT
    count(*) FILTER (WHERE org_id = pg_temp.aurora()) AS own,
    count(*) FILTER (WHERE org_id = pg_temp.birch()) AS other
FROM public.contacts;

CREATE TEMP TABLE tried AS
SELECT pg_temp.outcome_of($$ DELETE FROM organizations WHERE id = pg_temp.aurora() $$) AS outcome;

SELECT
    outcome = 'ok: 1 rows'
    AND before.own > 0
    AND left_over.own = 0
    AND left_over.other = before.other
    AND NOT EXISTS (SELECT FROM public.appointments WHERE org_id = pg_temp.aurora()) AS passed,
    format(
        '%s; own contacts %s, then %s; of the other %s, then %s',
        outcome, before.own, left_over.own, before.other, left_over.other
    ) AS seen
FROM tried
CROSS JOIN before
CROSS JOIN (
    SELECT
        count(*) FILTER (WHERE org_id = pg_temp.aurora()) AS own,
        count(*) FILTER (WHERE org_id = pg_temp.birch()) AS other
    FROM public.contacts
) AS left_over;
