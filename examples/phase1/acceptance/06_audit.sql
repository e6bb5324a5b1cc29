-- Point 6 of the acceptance list, first part: the server's own log with pgaudit, and ours.

-- check 6.1: pgaudit is installed, or queued with the reason
SELECT
    pgaudit.extversion IS NOT NULL
    OR available.version IS NULL
    OR current_setting('shared_preload_libraries') NOT LIKE '%pgaudit%' AS passed,
    CASE
        WHEN pgaudit.extversion IS NOT NULL THEN format(
            'installed: pgaudit %s in the schema %s', pgaudit.extversion, pgaudit.extnamespace::regnamespace
        )
        WHEN available.version IS NULL THEN format(
            'queued: the server has %s extensions, and pgaudit is not one', available.amount
        )
        ELSE format(
            'queued: pgaudit %s is there, but shared_preload_libraries is %L',
            available.version, current_setting('shared_preload_libraries')
        )
    END AS seen
FROM (
    SELECT
        max(default_version) FILTER (WHERE name = 'pgaudit') AS version,
        count(*) AS amount
    FROM pg_available_extensions
) AS available
LEFT JOIN pg_extension AS pgaudit ON pgaudit.extname = 'pgaudit';

-- check 6.2: Where pgaudit is, writes, structure and roles are logged, and parameters never
SELECT
    CASE
        WHEN EXISTS (SELECT FROM pg_extension WHERE extname = 'pgaudit') THEN
            count(*) FILTER (WHERE setting = 'pgaudit.log=write, ddl, role') > 0
            AND count(*) FILTER (WHERE setting = 'pgaudit.log_parameter=off') > 0
            AND count(*) FILTER (WHERE setting ~ 'log_parameter=' AND setting !~ '=off$') = 0
            AND current_setting('pgaudit.log_parameter') = 'off'
        ELSE count(*) = 0
    END AS passed,
    coalesce(
        string_agg(format('%s: %s', owner, setting), '; ' ORDER BY owner, setting),
        format('queued: none of the %s settings here is of pgaudit', (SELECT count(*) FROM pg_settings))
    ) AS seen
FROM (
    SELECT
        CASE setrole WHEN 0 THEN 'database' ELSE setrole::regrole::text END AS owner,
        unnest(setconfig) AS setting
    FROM pg_db_role_setting
    WHERE setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
) AS settings
WHERE setting LIKE 'pgaudit.%';

-- check 6.3: The settings reach a session: they are those of a role that logs in, or of the database
-- (what is set for a role takes effect when it logs in, and not when a session becomes it)
SELECT
    NOT EXISTS (SELECT FROM pg_extension WHERE extname = 'pgaudit')
    OR count(*) FILTER (WHERE takes_effect) > 0 AS passed,
    CASE
        WHEN EXISTS (SELECT FROM pg_extension WHERE extname = 'pgaudit') THEN string_agg(
            owner || CASE WHEN takes_effect THEN ' takes effect' ELSE ' cannot log in: no effect' END,
            '; '
        )
        ELSE format('skipped: pgaudit is queued, so there is nothing to take effect: %s settings', count(*))
    END AS seen
FROM (
    SELECT
        CASE setrole WHEN 0 THEN 'database' ELSE setrole::regrole::text END AS owner,
        setrole = 0 OR rolcanlogin AS takes_effect
    FROM pg_db_role_setting
    LEFT JOIN pg_roles ON pg_roles.oid = setrole
    WHERE setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
    AND array_to_string(setconfig, ' ') LIKE '%pgaudit.log=%'
) AS settings;

-- check 6.4: audit_logs has its columns, and the archive the same and the time of archiving
SELECT
    logged = 'id, event_type, operation, schema_name, table_name, database_user, authenticated_user, '
        'org_id, session_id, app_name, client_addr, statement_text, statement_hash, command_tag, '
        'row_data, changed_columns, event_time'
    AND archived = logged || ', archived_at' AS passed,
    format('%s; the archive: %s', logged, replace(archived, logged, '…')) AS seen
FROM (
    SELECT
        min(names) FILTER (WHERE table_name = 'audit_logs') AS logged,
        min(names) FILTER (WHERE table_name = 'audit_logs_archive') AS archived
    FROM (
        SELECT table_name, string_agg(column_name, ', ' ORDER BY ordinal_position) AS names
        FROM information_schema.columns
        WHERE table_schema = 'public'
        GROUP BY table_name
    ) AS tables
) AS columns;

-- check 6.5: The guide's call with eight arguments works, and one MANUAL_TEST is counted
CREATE TEMP TABLE before AS
SELECT count(*) AS amount
FROM audit_logs
WHERE event_type = 'MANUAL_TEST';

CREATE TEMP TABLE called AS
SELECT log_audit_event(
    'MANUAL_TEST',
    'SELECT',
    'test_table',
    SESSION_USER,
    'a0000000-0000-0000-0000-000000000001',
    'SELECT 1',
    NULL,
    NULL
) AS id;

SELECT
    before.amount = 0
    AND (SELECT count(*) FROM audit_logs WHERE event_type = 'MANUAL_TEST') = 1
    AND (made.operation, made.table_name, made.database_user) = ('SELECT', 'test_table', SESSION_USER)
    AND made.org_id = 'a0000000-0000-0000-0000-000000000001'
    AND made.statement_text = 'SELECT 1'
    AND made.statement_hash = encode(sha256('SELECT 1'), 'hex')
    AND made.event_time = now() AS passed,
    format(
        '%s before, then %s: %s on %s by %s, SHA-256 %s…',
        before.amount,
        (SELECT count(*) FROM audit_logs WHERE event_type = 'MANUAL_TEST'),
        made.operation, made.table_name, made.database_user, left(made.statement_hash, 12)
    ) AS seen
FROM called
JOIN audit_logs AS made USING (id)
CROSS JOIN before;
