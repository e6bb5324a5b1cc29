-- Point 10 of the acceptance list, first part: what the guide wants to be in place.

-- check 10.1: What the five migrations make is there
SELECT
    bool_and(made) AS passed,
    string_agg(migration || CASE WHEN made THEN '' ELSE ' INCOMPLETE' END, ', ') AS seen
FROM (
    VALUES
        ('contacts', to_regclass('public.contacts') IS NOT NULL),
        ('appointments', to_regclass('public.appointments') IS NOT NULL),
        ('notifications', to_regclass('public.notifications') IS NOT NULL
            AND to_regproc('public.create_notification') IS NOT NULL),
        ('webhook events', to_regclass('public.idx_processed_webhook_events_org_event') IS NOT NULL
            AND to_regclass('public.processed_webhook_events_event_id_key') IS NULL),
        ('audit logging', to_regclass('public.audit_logs') IS NOT NULL
            AND to_regproc('public.log_audit_event') IS NOT NULL)
) AS parts (migration, made);

-- check 10.2: The nine tables are there
SELECT
    count(present.oid) = 9 AS passed,
    format(
        '%s of %s: %s',
        count(present.oid),
        count(*),
        string_agg(
            wanted.name || CASE WHEN present.oid IS NULL THEN ' MISSING' ELSE '' END, ', ' ORDER BY wanted.name
        )
    ) AS seen
FROM unnest(ARRAY[
    'organizations', 'organization_members', 'contacts', 'appointments', 'notifications',
    'processed_webhook_events', 'processed_webhook_events_quarantine', 'audit_logs', 'audit_logs_archive'
]) AS wanted (name)
LEFT JOIN pg_class AS present
    ON present.relname = wanted.name
    AND present.relnamespace = 'public'::regnamespace
    AND present.relkind = 'r';

-- check 10.3: The six enums are there, and no others (the guide counts five and lists six)
SELECT
    names = 'appointment_status, lead_score_type, lead_status_type, notification_priority, '
        'notification_status, notification_type' AS passed,
    format('%s: %s', amount, names) AS seen
FROM (
    SELECT count(*) AS amount, string_agg(typname, ', ' ORDER BY typname) AS names
    FROM pg_type
    WHERE typnamespace = 'public'::regnamespace
    AND typtype = 'e'
) AS enums;

-- check 10.4: Every named index is there and valid
SELECT
    count(*) FILTER (WHERE indisvalid) = 15 AS passed,
    format(
        '%s of %s valid%s',
        count(*) FILTER (WHERE indisvalid),
        count(*),
        '; missing: ' || string_agg(wanted.name, ', ') FILTER (WHERE indisvalid IS NOT TRUE)
    ) AS seen
FROM unnest(ARRAY[
    'idx_contacts_org_status_updated', 'idx_contacts_org_phone', 'idx_contacts_org_created',
    'idx_contacts_service_interests', 'idx_contacts_last_contact',
    'idx_appointments_org_scheduled_at', 'idx_appointments_org_contact', 'idx_appointments_org_status',
    'idx_appointments_upcoming',
    'idx_notifications_user_unread', 'idx_notifications_created_desc', 'idx_notifications_expires',
    'idx_notifications_org', 'idx_notifications_entity',
    'idx_processed_webhook_events_org_event'
]) AS wanted (name)
LEFT JOIN pg_index ON indexrelid = to_regclass('public.' || wanted.name);

-- check 10.5: One policy a command, for authenticated alone, with the tenant on both sides
SELECT
    bool_and(coalesce(
        (found.roles, found.permissive) = (ARRAY['authenticated']::name[], 'PERMISSIVE')
        AND coalesce(found.qual, '') = CASE wanted.command WHEN 'INSERT' THEN '' ELSE wanted.rule END
        AND coalesce(found.with_check, '') = CASE
            WHEN wanted.command IN ('INSERT', 'UPDATE') THEN wanted.rule
            ELSE ''
        END,
        false
    ))
    AND count(*) = (SELECT count(*) FROM pg_policies WHERE schemaname = 'public' AND permissive = 'PERMISSIVE')
        AS passed,
    string_agg(
        format('%s %s', wanted.name, coalesce(lower(found.cmd), 'LACKS ' || wanted.command)),
        ', '
        ORDER BY wanted.name, wanted.command
    ) || '; such as ' || max(found.qual) AS seen
FROM (
    SELECT name, unnest(commands) AS command, rule
    FROM (
        VALUES
            ('contacts', ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE'], '(org_id = @)'),
            ('appointments', ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE'], '(org_id = @)'),
            ('notifications', ARRAY['SELECT'], '((org_id = @) AND (user_id = ( SELECT auth.uid() AS uid)))'),
            ('organization_members', ARRAY['SELECT'], '(org_id = @)'),
            ('organizations', ARRAY['SELECT'], '(id = @)')
    ) AS tables (name, commands, given)
    CROSS JOIN LATERAL replace(given, '@', '( SELECT auth_org_id() AS auth_org_id)') AS rule
) AS wanted
LEFT JOIN pg_policies AS found
    ON found.schemaname = 'public'
    AND found.tablename = wanted.name
    AND found.cmd = wanted.command
    AND found.permissive = 'PERMISSIVE';

-- check 10.6: The named triggers are there, and those of org_id fire always
SELECT
    bool_and(coalesce(tgenabled = wanted.enabled, false)) AS passed,
    string_agg(format('%s (%s)', wanted.name, coalesce(CASE tgenabled
        WHEN 'A' THEN 'always'
        WHEN 'O' THEN 'but for replicas'
        ELSE 'disabled'
    END, 'MISSING')), ', ' ORDER BY wanted.name) AS seen
FROM (
    VALUES
        ('contacts', 'org_id_immutable_contacts', 'A'),
        ('appointments', 'org_id_immutable_appointments', 'A'),
        ('notifications', 'org_id_immutable_notifications', 'A'),
        ('processed_webhook_events', 'org_id_immutable_processed_webhook_events', 'A'),
        ('contacts', 'update_contacts_updated_at', 'O'),
        ('appointments', 'update_appointments_updated_at', 'O')
) AS wanted (tablename, name, enabled)
LEFT JOIN pg_trigger
    ON tgname = wanted.name
    AND tgrelid = to_regclass('public.' || wanted.tablename);
