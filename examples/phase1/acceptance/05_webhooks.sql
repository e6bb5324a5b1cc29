-- Point 5 of the acceptance list: webhook events belong to an organization, and what became of the
-- 300 events from before, of the 12 that the new code wrote and of the 5 that came late.

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
-- check 5.1: The columns stand in order; org_id is not null, call_id and event_type may be
SELECT
    listed = 'id, event_id, call_id, event_type, received_at, created_at, org_id, processed_at'
    AND nullable = 'call_id, event_type' AS passed,
    format('%s; null: %s', listed, nullable) AS seen
FROM (
    SELECT
        string_agg(attname, ', ' ORDER BY attnum) AS listed,
        string_agg(attname, ', ' ORDER BY attnum) FILTER (WHERE NOT attnotnull) AS nullable
    FROM pg_attribute
    WHERE attrelid = 'public.processed_webhook_events'::regclass
    AND attnum > 0
    AND NOT attisdropped
) AS columns;

-- check 5.2: The new unique index is there and valid; no unique key is over event_id alone
SELECT
    count(*) FILTER (
        WHERE relname = 'idx_processed_webhook_events_org_event'
        AND columns = ARRAY['org_id', 'event_id']
        AND indpred IS NULL
        AND indisvalid
    ) = 1
    AND count(*) FILTER (
        WHERE columns = ARRAY['event_id']
        OR relname = 'processed_webhook_events_event_id_key'
    ) = 0 AS passed,
    string_agg(format('%s (%s)', relname, array_to_string(columns, ', ')), '; ') AS seen
FROM (
    SELECT
        relname,
        indpred,
        indisvalid,
        (
            SELECT array_agg(attname::text ORDER BY place)
            FROM unnest(indkey::int2[]) WITH ORDINALITY AS key (attnum, place)
            JOIN pg_attribute ON attrelid = indrelid AND pg_attribute.attnum = key.attnum
        ) AS columns
    FROM pg_index
    JOIN pg_class ON pg_class.oid = indexrelid
    WHERE indrelid = 'public.processed_webhook_events'::regclass
    AND indisunique
) AS unique_keys;

-- check 5.3: One event is accepted for two organizations, and refused twice for one
CREATE TEMP TABLE tried (place int, outcome text);
INSERT INTO tried
SELECT 1, pg_temp.outcome_of($$
    INSERT INTO processed_webhook_events (org_id, event_id, processed_at)
    VALUES ('a0000000-0000-0000-0000-000000000001', 'vapi-event-123', NOW())
$$);
INSERT INTO tried
SELECT 2, pg_temp.outcome_of($$
    INSERT INTO processed_webhook_events (org_id, event_id, processed_at)
    VALUES ('b0000000-0000-0000-0000-000000000002', 'vapi-event-123', NOW())
$$);
INSERT INTO tried
SELECT 3, pg_temp.outcome_of($$
    INSERT INTO processed_webhook_events (org_id, event_id, processed_at)
    VALUES ('a0000000-0000-0000-0000-000000000001', 'vapi-event-123', NOW())
$$);

SELECT
    array_agg(outcome ORDER BY place) = ARRAY[
        'ok: 1 rows',
        'ok: 1 rows',
        '23505: duplicate key value violates unique constraint "idx_processed_webhook_events_org_event"'
    ] AS passed,
    string_agg(outcome, '; ' ORDER BY place) AS seen
FROM tried;

-- check 5.4: Every event from before is in the quarantine, unchanged, and with no organization
SELECT
    count(*) = 300
    AND count(kept.id) = 300
    AND count(taken.id) = 0 AS passed,
    format(
        'of %s old events %s are in the quarantine unchanged and %s were given to an organization; since %s',
        count(*), count(kept.id), count(taken.id), min(kept.received_at)::date
    ) AS seen
FROM generate_series(1, 300) AS n
LEFT JOIN processed_webhook_events_quarantine AS kept
    ON kept.event_id = 'old-event-' || n
    AND kept.call_id = 'call-' || n
    AND kept.event_type = CASE n % 2 WHEN 0 THEN 'call.started' ELSE 'call.ended' END
    AND kept.received_at = kept.created_at
    AND kept.quarantined_at - kept.received_at > make_interval(days => 399 - n)
LEFT JOIN processed_webhook_events AS taken
    ON taken.event_id = 'old-event-' || n;

-- check 5.5: Events that came without an organization after the backfill are not lost either
SELECT
    count(*) = 5
    AND count(kept.id) = 5
    AND count(taken.id) = 0 AS passed,
    format(
        'of %s late events %s are in the quarantine and %s were given to an organization',
        count(*), count(kept.id), count(taken.id)
    ) AS seen
FROM generate_series(1, 5) AS n
LEFT JOIN processed_webhook_events_quarantine AS kept
    ON kept.event_id = 'late-event-' || n
    AND kept.call_id = 'call-' || 2000 + n
LEFT JOIN processed_webhook_events AS taken
    ON taken.event_id = 'late-event-' || n;

-- check 5.6: Events that knew their organization kept it, and nothing else came in
SELECT
    (aurora, birch, others) = (8, 4, 0) AS passed,
    format('Aurora has %s, Birch %s; %s others', aurora, birch, others) AS seen
FROM (
    SELECT
        count(*) FILTER (WHERE org_id = pg_temp.aurora() AND number <= 8) AS aurora,
        count(*) FILTER (WHERE org_id = pg_temp.birch() AND number BETWEEN 9 AND 12) AS birch,
        count(*) FILTER (WHERE number IS NULL) AS others
    FROM processed_webhook_events
    CROSS JOIN LATERAL substring(event_id FROM '^new-event-(\d+)$') AS digits
    CROSS JOIN LATERAL (SELECT digits::int AS number) AS numbered
) AS counted;

-- check 5.7: org_id leads to organizations, proven for every row; nothing is left of the way there
SELECT
    array_agg(conname::text ORDER BY conname) = ARRAY[
        'processed_webhook_events_org_id_fkey',
        'processed_webhook_events_pkey'
    ]
    AND bool_and(convalidated) AS passed,
    string_agg(format('%s %s', conname, pg_get_constraintdef(oid)), '; ' ORDER BY conname) AS seen
FROM pg_constraint
WHERE conrelid = 'public.processed_webhook_events'::regclass
AND contype IN ('p', 'u', 'f', 'c');

-- check 5.8: New events take numbers that no quarantined event has, so that all of them can come back
INSERT INTO processed_webhook_events (org_id, event_id)
VALUES (pg_temp.aurora(), 'next-event');

SELECT
    next.id > highest.id
    AND shared.ids = 0 AS passed,
    format('the next is %s, the highest there %s; %s in both', next.id, highest.id, shared.ids) AS seen
FROM processed_webhook_events AS next
CROSS JOIN (
    SELECT max(id) AS id
    FROM processed_webhook_events_quarantine
) AS highest
CROSS JOIN (
    SELECT count(*) AS ids
    FROM processed_webhook_events
    JOIN processed_webhook_events_quarantine USING (id)
) AS shared
WHERE next.event_id = 'next-event';

-- check 5.9: The quarantine is open to the service alone, which can read it and clear it
CREATE TEMP TABLE tried AS
SELECT
    role,
    pg_temp.outcome_of('SELECT FROM processed_webhook_events_quarantine', role) AS reading,
    pg_temp.outcome_of('DELETE FROM processed_webhook_events_quarantine', role) AS clearing
FROM unnest(ARRAY['anon', 'authenticated', 'service_role']) AS role;

SELECT
    bool_and(CASE role
        WHEN 'service_role' THEN (reading, clearing) = ('ok: 305 rows', 'ok: 305 rows')
        ELSE reading LIKE '42501: %' AND clearing LIKE '42501: %'
    END)
    AND count(*) = 3 AS passed,
    string_agg(format('%s: %s, %s', role, reading, clearing), '; ' ORDER BY role) AS seen
FROM tried;

-- check 5.10: An event cannot be moved to another organization: org_id is immutable
CREATE TEMP TABLE tried AS
SELECT pg_temp.outcome_of($$
    UPDATE processed_webhook_events SET org_id = pg_temp.birch() WHERE org_id = pg_temp.aurora()
$$) AS outcome;

SELECT
    outcome LIKE '%org_id is immutable%'
    AND (SELECT count(*) FROM processed_webhook_events WHERE org_id = pg_temp.aurora()) = 8 AS passed,
    outcome AS seen
FROM tried;
