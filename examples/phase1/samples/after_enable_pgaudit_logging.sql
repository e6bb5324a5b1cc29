-- Audit events: 50 of the last month, none of the last day, and 25 from before the last 90 days.

INSERT INTO public.audit_logs (event_type, operation, schema_name, table_name, database_user, org_id, event_time)
SELECT
    'DATA_CHANGE',
    (ARRAY['INSERT', 'UPDATE', 'DELETE'])[1 + n % 3],
    'public',
    'contacts',
    'service_role',
    CASE
        WHEN n <= 40 THEN 'a0000000-0000-0000-0000-000000000001'::uuid
        ELSE 'b0000000-0000-0000-0000-000000000002'::uuid
    END,
    now() - make_interval(days => 2 + n % 25)
FROM generate_series(1, 50) AS n;

-- Two of the old ones belong to no organization.
INSERT INTO public.audit_logs (
    event_type, operation, schema_name, table_name, database_user, org_id, event_time, row_data, changed_columns
)
SELECT
    'OLD_CHANGE',
    'UPDATE',
    'public',
    'contacts',
    'service_role',
    CASE
        WHEN n <= 15 THEN 'a0000000-0000-0000-0000-000000000001'::uuid
        WHEN n <= 23 THEN 'b0000000-0000-0000-0000-000000000002'::uuid
    END,
    now() - make_interval(days => 100 + n),
    format('{"row": %s}', n),
    ARRAY['notes', 'phone']
FROM generate_series(1, 25) AS n;
