-- Point 11 of the acceptance list: what comes after deployment, so far as SQL can show it now. The
-- generated files are held against the database that they tell of.

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

-- The members that the TypeScript file gives to tables and functions: a column in Row, Insert or
-- Update, an argument in Args.
CREATE FUNCTION pg_temp.typescript_members()
RETURNS TABLE (section text, owner text, part text, name text, optional boolean, type text)
LANGUAGE plpgsql
AS $$
DECLARE
    line text;
BEGIN
    FOR line IN
        SELECT string_to_table(contents, E'\n')
        FROM voxanne_files
        WHERE kind = 'typescript'
    LOOP
        IF line ~ '^ {4}\w' THEN
            section := substring(line FROM '\w+');
        ELSIF line ~ '^ {6}["\w]' THEN
            owner := substring(line FROM '^ {6}"?(.*?)"?:');
        ELSIF line ~ '^ {8}\w' THEN
            part := substring(line FROM '\w+');
        ELSIF line ~ '^ {10}["\w]' AND part IN ('Row', 'Insert', 'Update', 'Args') THEN
            name := substring(line FROM '^ {10}"?(.*?)"?\??: ');
            optional := line ~ '^ {10}\S*\?: ';
            type := substring(line FROM ': (.*)$');
            RETURN NEXT;
        END IF;
    END LOOP;
END;
$$;

-- The lines of a page, each with the last heading above it.
CREATE FUNCTION pg_temp.lines_of(page text)
RETURNS TABLE (heading text, line text)
LANGUAGE sql
AS $$
    WITH numbered AS (
        SELECT n, of.line, substring(of.line FROM '^##+ (.*)$') AS heading
        FROM voxanne_files, string_to_table(contents, E'\n') WITH ORDINALITY AS of (line, n)
        WHERE kind = 'document'
        AND name = page
    )
    SELECT btrim(opening.heading, '`'), below.line
    FROM numbered AS below
    CROSS JOIN LATERAL (
        SELECT above.heading
        FROM numbered AS above
        WHERE above.heading IS NOT NULL
        AND above.n <= below.n
        ORDER BY above.n DESC
        LIMIT 1
    ) AS opening
    ORDER BY below.n
$$;

-- The cells of a row of a table, without their backticks.
CREATE FUNCTION pg_temp.cells(line text)
RETURNS text[]
LANGUAGE sql
AS $$
    SELECT array_agg(btrim(cell, ' `') ORDER BY n)
    FROM string_to_table(replace(trim(both '|' FROM line), '\|', '¦'), '|') WITH ORDINALITY AS of (cell, n)
$$;

-- The tables that have to be documented.
CREATE TEMP VIEW ours AS
SELECT oid, relname::text AS name
FROM pg_class
WHERE relnamespace = 'public'::regnamespace
AND relkind IN ('r', 'p');

-- check 11.1: TypeScript has every column of every table, of its type, and what an insert may leave out
CREATE TEMP TABLE written AS
SELECT of_row.owner AS table_name, of_row.name, of_row.type, of_insert.optional, of_insert.type AS inserted
FROM pg_temp.typescript_members() AS of_row
JOIN pg_temp.typescript_members() AS of_insert USING (section, owner, name)
JOIN pg_temp.typescript_members() AS of_update USING (section, owner, name)
WHERE (section, of_row.part, of_insert.part, of_update.part) = ('Tables', 'Row', 'Insert', 'Update')
AND of_update.optional
AND of_update.type = of_insert.type;

CREATE TEMP TABLE live (table_name, name, type, optional, inserted) AS
SELECT
    columns.table_name::text,
    column_name::text,
    type,
    'YES' IN (is_nullable, is_identity) OR is_generated = 'ALWAYS' OR column_default IS NOT NULL,
    CASE WHEN is_generated = 'ALWAYS' OR identity_generation = 'ALWAYS' THEN 'never' ELSE type END
FROM information_schema.columns
JOIN ours ON ours.name = columns.table_name
CROSS JOIN LATERAL (
    SELECT
        CASE
            WHEN ltrim(udt_name, '_') = 'bool' THEN 'boolean'
            WHEN ltrim(udt_name, '_') IN ('int2', 'int4', 'int8', 'float4', 'float8', 'numeric') THEN 'number'
            WHEN ltrim(udt_name, '_') IN ('json', 'jsonb') THEN 'Json'
            WHEN data_type = 'USER-DEFINED' THEN format('Database["public"]["Enums"]["%s"]', udt_name)
            ELSE 'string'
        END
        || CASE data_type WHEN 'ARRAY' THEN '[]' ELSE '' END
        || CASE is_nullable WHEN 'YES' THEN ' | null' ELSE '' END AS type
) AS as_json
WHERE table_schema = 'public';

SELECT
    count(*) >= 80
    AND count(*) = (SELECT count(*) FROM written)
    AND NOT EXISTS (TABLE live EXCEPT TABLE written) AS passed,
    format('%s columns of %s tables', count(*), count(DISTINCT table_name))
        || coalesce('; not so in TypeScript: ' || (
            SELECT string_agg(wrong::text, ', ' ORDER BY wrong::text)
            FROM (TABLE live EXCEPT TABLE written) AS wrong
        ), '')
        || coalesce('; only in TypeScript: ' || (
            SELECT string_agg(wrong::text, ', ' ORDER BY wrong::text)
            FROM (TABLE written EXCEPT TABLE live) AS wrong
        ), '') AS seen
FROM live;

-- check 11.2: The weekly job's statement works as the service, and a second run finds nothing to do
CREATE TEMP TABLE tried (run int, archived bigint, remaining bigint);
GRANT INSERT ON tried TO service_role;

SET LOCAL ROLE service_role;
INSERT INTO tried
SELECT 1, *
FROM archive_old_audit_logs(90);
INSERT INTO tried
SELECT 2, *
FROM archive_old_audit_logs(90);
RESET ROLE;

SELECT
    array_agg((archived, remaining)::text ORDER BY run) = ARRAY['(25,50)', '(0,50)']
    AND (SELECT count(*) FROM audit_logs_archive) = 25 AS passed,
    string_agg(format('%s archived, %s remain', archived, remaining), '; ' ORDER BY run) AS seen
FROM tried;

-- check 11.3: The weekly job is on a schedule
SELECT
    true AS passed,
    format(
        'skipped: nothing schedules it; pg_cron is %s',
        CASE count(*) WHEN 0 THEN 'not among the extensions of this server' ELSE 'available, and not used' END
    ) AS seen
FROM pg_available_extensions
WHERE name = 'pg_cron';

-- check 11.4: The monthly report of the indexes can be made: size, use, and those never used
SELECT
    count(*) >= 25
    AND bool_and(size > 0 AND idx_scan IS NOT NULL) AS passed,
    format(
        '%s indexes, %s; %s never used; the most used is %s with %s scans',
        count(*),
        pg_size_pretty(sum(size)),
        count(*) FILTER (WHERE idx_scan = 0 AND NOT indisunique),
        (array_agg(indexrelname ORDER BY idx_scan DESC, indexrelname))[1],
        max(idx_scan)
    ) AS seen
FROM pg_stat_user_indexes
JOIN pg_index USING (indexrelid)
CROSS JOIN LATERAL pg_relation_size(indexrelid) AS size
WHERE schemaname = 'public';

-- check 11.5: A violation of a policy can be told from other errors: 42501, and the table's name
CREATE TEMP TABLE tried AS
SELECT pg_temp.outcome_of(
    $$ INSERT INTO contacts (org_id, name) VALUES ('b0000000-0000-0000-0000-000000000002', 'intruder') $$,
    'authenticated',
    '{"app_metadata": {"org_id": "a0000000-0000-0000-0000-000000000001"}}'
) AS outcome;

SELECT
    outcome LIKE '42501: new row violates row-level security policy%for table "contacts"' AS passed,
    outcome AS seen
FROM tried;

-- check 11.6: Somebody is alerted when a policy is violated
SELECT
    true AS passed,
    format(
        'skipped: nothing watches the server''s log for 42501 yet; it goes to %s, from %s on',
        current_setting('log_destination'),
        current_setting('log_min_messages')
    ) AS seen;

-- check 11.7: The size of the audit log can be tracked, with its archive
SELECT
    count(*) = 2
    AND bool_and(size > 0)
    AND min(oldest) < now() - interval '90 days' AS passed,
    format(
        '%s; the oldest is of %s',
        string_agg(format('%s: %s, %s events', relname, pg_size_pretty(size), events), '; ' ORDER BY relname),
        min(oldest)::date
    ) AS seen
FROM (
    SELECT 'audit_logs' AS relname, count(*) AS events, min(event_time) AS oldest
    FROM audit_logs
    UNION ALL
    SELECT 'audit_logs_archive', count(*), min(event_time)
    FROM audit_logs_archive
) AS logs
JOIN pg_class USING (relname)
CROSS JOIN LATERAL pg_total_relation_size(pg_class.oid) AS size
WHERE relnamespace = 'public'::regnamespace;

-- check 11.8: The diagram has every table with its columns, and every foreign key with its cardinality
CREATE TEMP TABLE drawn AS
SELECT btrim(m[1], '"') AS parent, m[2] AS ends, btrim(m[3], '"') AS child, m[4] AS columns
FROM voxanne_files,
    regexp_matches(contents, '^ {4}(\S+) (\S\S--\S\S) (\S+) : "(.*)"$', 'gn') AS m
WHERE (kind, name) = ('document', 'schema.md');

CREATE TEMP TABLE live AS
SELECT
    CASE WHEN parent.relnamespace = 'public'::regnamespace THEN '' ELSE parent.relnamespace::regnamespace || '.' END
        || parent.relname AS parent,
    CASE WHEN bool_or(NOT attnotnull) THEN '|o' ELSE '||' END
        || '--'
        || CASE WHEN EXISTS (
            SELECT
            FROM pg_index
            WHERE indrelid = conrelid
            AND indisunique
            AND indpred IS NULL
            AND indkey::int2[] <@ conkey
        ) THEN 'o|' ELSE 'o{' END AS ends,
    conrelid::regclass::text AS child,
    string_agg(attname, ', ' ORDER BY array_position(conkey, attnum)) AS columns
FROM pg_constraint
JOIN pg_class AS parent ON parent.oid = confrelid
JOIN pg_attribute ON attrelid = conrelid AND attnum = ANY (conkey)
WHERE contype = 'f'
AND connamespace = 'public'::regnamespace
GROUP BY pg_constraint.oid, conrelid, conkey, parent.oid, parent.relnamespace, parent.relname;

CREATE TEMP TABLE boxes AS
SELECT btrim(box[1], '"') AS name, array_agg(columns[1] ORDER BY n) AS columns
FROM voxanne_files,
    regexp_matches(contents, '^ {4}(\S+) \{\n((?: {8}[^\n]+\n)+) {4}\}$', 'gn') AS box,
    regexp_matches(box[2], '^ {8}\S+ (\S+)', 'gn') WITH ORDINALITY AS of (columns, n)
WHERE kind = 'document'
AND voxanne_files.name = 'schema.md'
GROUP BY box[1];

SELECT
    (SELECT count(*) FROM live) >= 8
    AND (SELECT count(*) FROM live) = (SELECT count(*) FROM drawn)
    AND NOT EXISTS (TABLE live EXCEPT TABLE drawn)
    AND count(*) = (SELECT count(*) FROM boxes)
    AND bool_and(boxes.columns = attributes.columns) AS passed,
    format(
        '%s foreign keys between %s tables; %s lines, %s boxes%s',
        (SELECT count(*) FROM live),
        count(*),
        (SELECT count(*) FROM drawn),
        (SELECT count(*) FROM boxes),
        '; not drawn so: ' || (SELECT string_agg(wrong::text, ', ' ORDER BY wrong::text) FROM (TABLE live EXCEPT TABLE drawn) AS wrong)
    ) AS seen
FROM ours
CROSS JOIN LATERAL (
    SELECT array_agg(attname::text ORDER BY attnum) AS columns
    FROM pg_attribute
    WHERE attrelid = ours.oid
    AND attnum > 0
    AND NOT attisdropped
) AS attributes
LEFT JOIN boxes USING (name);

-- check 11.9: Every policy is documented, with its command, its roles, its kind and its conditions
CREATE TEMP TABLE written AS
SELECT
    heading AS table_name,
    cell[1] AS policy,
    cell[2] AS command,
    cell[4] AS kind,
    replace(lower(cell[3]), '`', '') AS roles,
    cell[5] <> '' AS has_using,
    cell[6] <> '' AS has_check
FROM pg_temp.lines_of('policies.md')
CROSS JOIN LATERAL pg_temp.cells(line) AS cell
WHERE cell[4] IN ('permissive', 'restrictive');

CREATE TEMP TABLE live (table_name, policy, command, kind, roles, has_using, has_check) AS
SELECT
    tablename::text,
    policyname::text,
    cmd,
    lower(permissive),
    array_to_string(roles, ', '),
    qual IS NOT NULL,
    with_check IS NOT NULL
FROM pg_policies
WHERE schemaname = 'public';

SELECT
    count(*) >= 14
    AND count(*) = (SELECT count(*) FROM written)
    AND NOT EXISTS (TABLE live EXCEPT TABLE written)
    AND NOT EXISTS (
        SELECT
        FROM ours
        JOIN pg_class USING (oid)
        WHERE NOT EXISTS (
            SELECT
            FROM pg_temp.lines_of('policies.md')
            WHERE heading = name
            AND line = '- Row-level security: '
                || CASE
                    WHEN NOT relrowsecurity THEN 'off'
                    WHEN relforcerowsecurity THEN 'enabled, and forced: it applies to the table''s owner too'
                    ELSE 'enabled, not forced: it does not apply to the table''s owner'
                END
        )
    ) AS passed,
    format(
        '%s policies on %s tables, and the row-level security of %s%s',
        count(*),
        count(DISTINCT table_name),
        (SELECT count(*) FROM ours),
        '; not so on the page: '
            || (SELECT string_agg(wrong::text, ', ' ORDER BY wrong::text) FROM (TABLE live EXCEPT TABLE written) AS wrong)
    ) AS seen
FROM live;

-- check 11.10: Every function is documented where it stands
SELECT
    count(*) >= 10
    AND count(*) FILTER (WHERE length(comment) > 20) = count(*) AS passed,
    format(
        '%s of %s functions, such as %s%s',
        count(comment),
        count(*),
        min(proname || ': ' || comment) FILTER (WHERE proname = 'create_notification'),
        '; without: ' || string_agg(proname, ', ') FILTER (WHERE comment IS NULL)
    ) AS seen
FROM pg_proc
CROSS JOIN LATERAL obj_description(pg_proc.oid, 'pg_proc') AS comment
WHERE pronamespace = 'public'::regnamespace;

-- check 11.11: Every table and enum is documented where it stands
SELECT
    count(*) >= 15
    AND count(comment) = count(*) AS passed,
    format(
        '%s of %s, such as %s%s',
        count(comment),
        count(*),
        min(name || ': ' || comment) FILTER (WHERE name = 'contacts'),
        '; without: ' || string_agg(name, ', ') FILTER (WHERE comment IS NULL)
    ) AS seen
FROM (
    SELECT relname AS name, obj_description(oid, 'pg_class') AS comment
    FROM pg_class
    WHERE relnamespace = 'public'::regnamespace
    AND relkind = 'r'
    UNION ALL
    SELECT typname, obj_description(oid, 'pg_type')
    FROM pg_type
    WHERE typnamespace = 'public'::regnamespace
    AND typtype = 'e'
) AS documented;

-- check 11.12: The page of the policies says who may do what as the server does
CREATE TEMP TABLE written AS
SELECT cell[1] AS table_name, cell[2] AS role, command, cell[place + 2] AS rows
FROM pg_temp.lines_of('policies.md')
CROSS JOIN LATERAL pg_temp.cells(line) AS cell
CROSS JOIN unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) WITH ORDINALITY AS of (command, place)
WHERE heading = 'Who may do what'
AND cardinality(cell) = 6
AND cell[1] NOT IN ('table', '---');

CREATE TEMP TABLE live AS
SELECT
    ours.name AS table_name,
    rolname::text AS role,
    command,
    CASE
        WHEN NOT has_table_privilege(pg_roles.oid, ours.oid, command)
            AND NOT (command <> 'DELETE' AND has_any_column_privilege(pg_roles.oid, ours.oid, command)) THEN 'none'
        WHEN rolbypassrls OR NOT relrowsecurity THEN 'all'
        WHEN NOT EXISTS (
            SELECT
            FROM pg_policies
            WHERE (schemaname, tablename) = ('public', ours.name)
            AND cmd IN ('ALL', command)
            AND permissive = 'PERMISSIVE'
            AND roles && ARRAY['public', rolname]
        ) THEN 'no rows'
        ELSE 'some'
    END AS rows
FROM ours
JOIN pg_class USING (oid)
CROSS JOIN pg_roles
CROSS JOIN unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) AS command
WHERE rolname IN ('anon', 'authenticated', 'service_role');

SELECT
    count(*) >= 100
    AND count(*) = (SELECT count(*) FROM written)
    AND count(written.rows) = count(*)
    AND bool_and(
        CASE live.rows
            WHEN 'some' THEN written.rows IN ('own tenant', 'own tenant, narrowed', 'by policy')
            ELSE written.rows = live.rows
        END
    ) AS passed,
    format(
        '%s answers on %s tables: %s none, %s all, %s own tenant%s',
        count(*),
        count(DISTINCT table_name),
        count(*) FILTER (WHERE written.rows = 'none'),
        count(*) FILTER (WHERE written.rows = 'all'),
        count(*) FILTER (WHERE written.rows LIKE 'own tenant%'),
        '; not so on the page: ' || string_agg(live::text, ', ' ORDER BY live::text) FILTER (
            WHERE written.rows IS NULL
            OR live.rows <> 'some' AND written.rows <> live.rows
            OR live.rows = 'some' AND written.rows IN ('none', 'no rows', 'all')
        )
    ) AS seen
FROM live
LEFT JOIN written USING (table_name, role, command);

-- check 11.13: Every function is documented: what it promises, who may execute it, which triggers call it
CREATE TEMP TABLE written AS
SELECT
    heading AS name,
    max(substring(line FROM '^- Language: `(.*)`$')) AS language,
    max(substring(line FROM '^- Volatility: (\w+)')) AS volatility,
    max(substring(line FROM '^- Security: (\w+)')) AS security,
    max(substring(line FROM '^- Search path: (\w+)')) AS search_path,
    coalesce(max(replace(substring(line FROM '^- May execute it: (`.*)$'), '`', '')), '') AS roles,
    coalesce(
        string_agg(cell[1] || ' on ' || cell[2], ', ' ORDER BY cell[1], cell[2])
            FILTER (WHERE cell[3] ~ '^(before|after) '),
        ''
    ) AS triggers
FROM pg_temp.lines_of('functions.md')
CROSS JOIN LATERAL pg_temp.cells(line) AS cell
GROUP BY heading;

CREATE TEMP TABLE live (name, language, volatility, security, search_path, roles, triggers) AS
SELECT
    proname::text,
    lanname::text,
    CASE provolatile WHEN 'i' THEN 'immutable' WHEN 's' THEN 'stable' ELSE 'volatile' END,
    CASE WHEN prosecdef THEN 'definer' ELSE 'invoker' END,
    CASE WHEN 'search_path=""' = ANY (proconfig) THEN 'empty' ELSE 'the' END,
    coalesce((
        SELECT string_agg(rolname, ', ' ORDER BY rolname)
        FROM pg_roles
        WHERE rolname IN ('anon', 'authenticated', 'service_role')
        AND has_function_privilege(pg_roles.oid, pg_proc.oid, 'EXECUTE')
    ), ''),
    coalesce((
        SELECT string_agg(tgname || ' on ' || relname, ', ' ORDER BY tgname::text, relname::text)
        FROM pg_trigger
        JOIN pg_class ON pg_class.oid = tgrelid
        WHERE tgfoid = pg_proc.oid
    ), '')
FROM pg_proc
JOIN pg_language ON pg_language.oid = prolang
WHERE pronamespace = 'public'::regnamespace;

SELECT
    count(*) >= 10
    AND count(*) = (SELECT count(*) FROM written)
    AND NOT EXISTS (TABLE live EXCEPT TABLE written) AS passed,
    format(
        '%s functions%s',
        count(*),
        '; not so on the page: '
            || (SELECT string_agg(wrong::text, ', ' ORDER BY wrong::text) FROM (TABLE live EXCEPT TABLE written) AS wrong)
    ) AS seen
FROM live;

-- check 11.14: TypeScript calls every function by its arguments, and knows which may be left out
CREATE TEMP TABLE written AS
SELECT owner AS name, array_agg((name, optional)::text ORDER BY name) AS arguments
FROM pg_temp.typescript_members()
WHERE (section, part) = ('Functions', 'Args')
GROUP BY owner;

SELECT
    count(*) >= 5
    AND count(*) = (SELECT count(*) FROM written)
    AND bool_and(written.arguments = live.arguments) AS passed,
    format(
        '%s functions with %s arguments%s',
        count(*),
        sum(cardinality(live.arguments)),
        '; not so: ' || string_agg(live::text, ', ' ORDER BY live::text) FILTER (WHERE written.arguments IS DISTINCT FROM live.arguments)
    ) AS seen
FROM (
    SELECT
        proname::text AS name,
        array_agg((argument, place > pronargs - pronargdefaults)::text ORDER BY argument) AS arguments
    FROM pg_proc
    CROSS JOIN LATERAL unnest(proargnames[:pronargs]) WITH ORDINALITY AS of (argument, place)
    WHERE pronamespace = 'public'::regnamespace
    AND prorettype <> 'trigger'::regtype
    GROUP BY pg_proc.oid
) AS live
LEFT JOIN written USING (name);

-- check 11.15: TypeScript has the labels of every enum in their order, and every reference within public
CREATE TEMP TABLE written AS
SELECT 'enum' AS kind, m[1] AS name, string_to_array(replace(m[2], '"', ''), ', ') AS parts
FROM voxanne_files, regexp_matches(contents, '^ {6}(\w+): \[(.*)\],$', 'gn') AS m
WHERE kind = 'typescript'
UNION ALL
SELECT 'reference', m[1], string_to_array(replace(m[2], '"', ''), ', ') || m[3]
FROM voxanne_files,
    regexp_matches(
        contents,
        '^ {12}foreignKeyName: "(.*)"\n {12}columns: \[(.*)\]\n {12}isOneToOne: \w+\n {12}referencedRelation: "(.*)"$',
        'gn'
    ) AS m
WHERE kind = 'typescript';

CREATE TEMP TABLE live (kind, name, parts) AS
SELECT 'enum', typname::text, array_agg(enumlabel::text ORDER BY enumsortorder)
FROM pg_enum
JOIN pg_type ON pg_type.oid = enumtypid
WHERE typnamespace = 'public'::regnamespace
GROUP BY pg_type.oid, typname
UNION ALL
SELECT 'reference', conname, array_agg(attname::text ORDER BY array_position(conkey, attnum)) || relname::text
FROM pg_constraint
JOIN pg_class ON pg_class.oid = confrelid
JOIN pg_attribute ON attrelid = conrelid AND attnum = ANY (conkey)
WHERE contype = 'f'
AND connamespace = 'public'::regnamespace
AND relnamespace = 'public'::regnamespace
GROUP BY pg_constraint.oid, conname, relname;

SELECT
    count(*) >= 12
    AND count(*) = (SELECT count(*) FROM written)
    AND NOT EXISTS (TABLE live EXCEPT TABLE written) AS passed,
    format(
        '%s enums, %s references%s',
        count(*) FILTER (WHERE kind = 'enum'),
        count(*) FILTER (WHERE kind = 'reference'),
        '; not so in TypeScript: ' || (
            SELECT string_agg(wrong::text, ', ' ORDER BY wrong::text)
            FROM (TABLE live EXCEPT TABLE written) AS wrong
        )
    ) AS seen
FROM live;
