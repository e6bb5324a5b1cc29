-- From here on every verification of objects of these kinds is the same text. It finds each object,
-- builds its twin, reads the same facts of both from the catalog, and lists where they differ.

CREATE FUNCTION pg_temp.voxanne_find(kind text, name text) RETURNS oid LANGUAGE sql AS $find$
    SELECT CASE kind
--@ schema
        WHEN 'schema' THEN to_regnamespace(name)::oid
--@ extension
        WHEN 'extension' THEN (SELECT oid FROM pg_extension WHERE extname = name)
--@ enum
        WHEN 'enum' THEN (SELECT oid FROM pg_type WHERE oid = to_regtype(name) AND typtype = 'e')
--@ domain
        WHEN 'domain' THEN (SELECT oid FROM pg_type WHERE oid = to_regtype(name) AND typtype = 'd')
--@ composite type
        WHEN 'composite type' THEN (SELECT t.oid FROM pg_type AS t JOIN pg_class AS c ON c.oid = typrelid
            WHERE t.oid = to_regtype(name) AND relkind = 'c')
--@ function
        WHEN 'function' THEN to_regprocedure(name)::oid
--@ procedure
        WHEN 'procedure' THEN to_regprocedure(name)::oid
--@ aggregate
        WHEN 'aggregate' THEN to_regprocedure(name)::oid
--@ index
        WHEN 'index' THEN to_regclass(name)::oid
--@ statistics
        WHEN 'statistics' THEN (SELECT s.oid FROM pg_statistic_ext AS s JOIN pg_namespace AS n ON n.oid = stxnamespace
            WHERE ARRAY[nspname, stxname]::text[] = parse_ident(name))
--@ publication
        WHEN 'publication' THEN (SELECT oid FROM pg_publication WHERE pubname = name)
--@ event trigger
        WHEN 'event trigger' THEN (SELECT oid FROM pg_event_trigger WHERE evtname = name)
--@ default privileges
        -- They are looked up by what they say; there is no twin of them.
        WHEN 'default privileges' THEN (SELECT 'pg_default_acl'::regclass::oid WHERE name IS NOT NULL)
--@ table
        WHEN 'table' THEN (SELECT oid FROM pg_class
            WHERE oid = to_regclass(name) AND relkind NOT IN ('v', 'm'))
--@ view
        -- Its twin is a table.
        WHEN 'view' THEN (SELECT oid FROM pg_class
            WHERE oid = to_regclass(name) AND (relkind = 'v' OR relpersistence = 't'))
--@ materialized view
        -- Its twin is a table.
        WHEN 'materialized view' THEN (SELECT oid FROM pg_class
            WHERE oid = to_regclass(name) AND (relkind = 'm' OR relpersistence = 't'))
--@ sequence
        WHEN 'sequence' THEN (SELECT oid FROM pg_class
            WHERE oid = to_regclass(name) AND relkind NOT IN ('v', 'm'))
--@
    END
$find$;

CREATE FUNCTION pg_temp.voxanne_facts(kind text, name text, namespace text, id oid)
RETURNS TABLE (object text, fact text) LANGUAGE plpgsql AS $facts$
#variable_conflict use_column
DECLARE
--@ table, view, materialized view, composite type
    relation oid := CASE WHEN kind IN ('table', 'view', 'materialized view') THEN id
        WHEN kind = 'composite type' THEN (SELECT typrelid FROM pg_type WHERE oid = id) END;
--@ table, view, materialized view
    -- The twin of a view is a table of the columns that it must have, and a view of its query beside.
    query oid := CASE WHEN kind NOT LIKE '%view' THEN NULL
        WHEN EXISTS (SELECT FROM pg_class WHERE oid = id AND relkind IN ('v', 'm')) THEN id
        ELSE to_regclass('pg_temp.voxanne_query') END;
--@ function, procedure, aggregate
    routine oid := CASE WHEN kind IN ('function', 'procedure', 'aggregate') THEN id END;
--@
BEGIN
    RETURN QUERY WITH part (class, id, place, object, fact) AS (
--@ table
        UNION ALL
        SELECT 'pg_class'::regclass, oid, 0, 'table ' || name,
            concat_ws(' ',
                CASE WHEN relkind = 'p' THEN 'partitioned by ' || pg_get_partkeydef(oid) WHEN relpersistence = 'u' THEN 'unlogged' ELSE 'plain' END,
                (SELECT string_agg(option, ', ' ORDER BY option COLLATE "C") FROM (
                    SELECT unnest(c.reloptions)
                    UNION ALL SELECT 'toast.' || unnest(reloptions) FROM pg_class WHERE oid = c.reltoastrelid
                ) AS o (option)),
                CASE relreplident WHEN 'f' THEN 'REPLICA IDENTITY FULL' WHEN 'n' THEN 'REPLICA IDENTITY NOTHING' END)
        FROM pg_class AS c WHERE kind = 'table' AND oid = relation AND relkind IN ('r', 'p')
--@ table
        UNION ALL
        SELECT 'pg_class'::regclass, p.relid, 0, format('partition %s.%s', name, relname), concat_ws(' ',
            CASE WHEN p.level > 1 THEN (SELECT 'of ' || relname FROM pg_class WHERE oid = p.parentrelid) END,
            pg_get_expr(relpartbound, oid), 'PARTITION BY ' || pg_get_partkeydef(oid),
            CASE WHEN relrowsecurity THEN 'ROW LEVEL SECURITY' END,
            -- Default privileges are a twin's as well.
            (SELECT 'granted to ' || string_agg(DISTINCT coalesce(rolname, 'PUBLIC'), ', ')
                FROM aclexplode(relacl) LEFT JOIN pg_roles AS r ON r.oid = grantee
                WHERE grantee <> relowner AND relpersistence <> 't'))
        FROM pg_partition_tree(relation) AS p JOIN pg_class ON oid = p.relid WHERE kind = 'table' AND p.level > 0
--@ view, materialized view
        UNION ALL
        SELECT 'pg_class'::regclass, oid, 0,
            CASE WHEN relkind = 'm' AND query = id THEN 'materialized view ' WHEN query = id THEN 'view '
                ELSE kind || ' ' END || name,
            concat_ws(' ', (SELECT string_agg(option, ', ' ORDER BY option) FROM unnest(reloptions) AS option),
                rtrim(pg_get_viewdef(oid), ';'))
        FROM pg_class WHERE oid = query
--@ table, view, materialized view, composite type
        UNION ALL
        SELECT 'pg_class'::regclass, attrelid, attnum, format('column %s.%s', name, attname), concat_ws(' ',
            format_type(atttypid, atttypmod),
            'COLLATE ' || (SELECT collname FROM pg_collation
                WHERE kind IN ('table', 'composite type') AND oid = attcollation AND collname <> 'default'),
            (SELECT nullif(concat_ws(' ', 'STORAGE ' || nullif(attstorage, typstorage)::text,
                'COMPRESSION ' || nullif(attcompression, '')::text,
                'STATISTICS ' || nullif(attstattarget, -1)::text), '')
                FROM pg_type WHERE kind = 'table' AND oid = atttypid),
            CASE attidentity WHEN 'a' THEN 'ALWAYS AS IDENTITY' WHEN 'd' THEN 'BY DEFAULT AS IDENTITY' END,
            -- How it counts, where it does so otherwise than by itself.
            (SELECT nullif(concat_ws(' ', 'START ' || nullif(seqstart, 1), 'INCREMENT ' || nullif(seqincrement, 1),
                'MINVALUE ' || nullif(seqmin, 1),
                'MAXVALUE ' || nullif(seqmax::numeric, 2::numeric ^ (8 * attlen - 1) - 1),
                'CACHE ' || nullif(seqcache, 1), CASE WHEN seqcycle THEN 'CYCLE' END), '')
                FROM pg_depend JOIN pg_sequence ON seqrelid = objid
                WHERE attidentity <> '' AND classid = 'pg_class'::regclass AND deptype = 'i'
                AND refclassid = 'pg_class'::regclass AND refobjid = attrelid AND refobjsubid = attnum),
            CASE WHEN attnotnull THEN 'NOT NULL' END,
            CASE attgenerated WHEN '' THEN 'DEFAULT' WHEN 's' THEN 'STORED AS' ELSE 'VIRTUAL AS' END
                || ' ' || pg_get_expr(adbin, adrelid))
        FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
        WHERE attrelid = relation AND attnum > 0 AND NOT attisdropped
--@ table, view, materialized view, composite type
        UNION ALL
        SELECT 0, 0, 0, 'order of columns in ' || name, string_agg(attname, ', ' ORDER BY attnum)
        FROM pg_attribute WHERE attrelid = relation AND attnum > 0 AND NOT attisdropped GROUP BY attrelid
--@ table
        UNION ALL
        SELECT 0, 0, 0, 'parents of ' || name, string_agg(format('%I.%I', nspname, relname), ', ' ORDER BY inhseqno)
        FROM pg_inherits JOIN pg_class AS c ON c.oid = inhparent JOIN pg_namespace AS n ON n.oid = relnamespace
        WHERE kind = 'table' AND inhrelid = relation AND relkind = 'r' GROUP BY inhrelid
--@ table
        UNION ALL
        SELECT 'pg_constraint'::regclass, k.oid, 0, format('constraint %s.%s', name, conname),
            CASE contype WHEN 'f' THEN format('FOREIGN KEY (%s) REFERENCES %s.%s (%s)%s',
                (SELECT string_agg(attname, ', ' ORDER BY array_position(conkey, attnum))
                FROM pg_attribute WHERE attrelid = conrelid AND attnum = ANY (conkey)),
                nspname, relname,
                (SELECT string_agg(attname, ', ' ORDER BY array_position(confkey, attnum))
                FROM pg_attribute WHERE attrelid = confrelid AND attnum = ANY (confkey)),
                -- What stands behind the names: actions and states, all of them keywords.
                regexp_replace(pg_get_constraintdef(k.oid), '^(("[^"]*"|[^"(])*\(("[^"]*"|[^")])*\)){2}', '')
                || CASE WHEN EXISTS (SELECT FROM pg_trigger WHERE tgconstraint = k.oid AND tgenabled = 'D')
                    THEN ' DISABLED' ELSE '' END
            ) ELSE pg_get_constraintdef(k.oid) END
        FROM pg_constraint AS k
        LEFT JOIN pg_class AS c ON c.oid = confrelid LEFT JOIN pg_namespace AS n ON n.oid = relnamespace
        WHERE conrelid = relation AND contype IN ('p', 'u', 'x', 'c', 'f')
        -- One that points at a partitioned table has another behind it for each partition.
        AND (contype <> 'f' OR conparentid = 0)
--@ table, materialized view
        UNION ALL
        SELECT 'pg_class'::regclass, indexrelid, 0, format('index %s.%s', namespace, relname), concat_ws(' ',
            CASE WHEN indisunique THEN 'UNIQUE' END,
            regexp_replace(pg_get_indexdef(indexrelid), '^.*? USING ', ''),
            CASE WHEN indisreplident THEN 'REPLICA IDENTITY' END,
            CASE WHEN NOT (indisvalid AND indisready) THEN 'INVALID' END)
        FROM pg_index JOIN pg_class ON oid = indexrelid
        WHERE indrelid = relation
        AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u', 'x'))
--@ table
        UNION ALL
        SELECT 'pg_statistic_ext'::regclass, oid, 0, format('statistics %s.%s', namespace, stxname), concat_ws(' ',
            array_to_string(stxkind, ''), 'ON', pg_get_statisticsobjdef_columns(oid),
            'STATISTICS ' || nullif(stxstattarget, -1)::text)
        FROM pg_statistic_ext WHERE stxrelid = relation
--@ table
        UNION ALL
        SELECT 'pg_policy'::regclass, oid, 0, format('policy %s.%s', name, polname), concat_ws(' ',
            CASE WHEN polpermissive THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END,
            '{"r": "SELECT", "a": "INSERT", "w": "UPDATE", "d": "DELETE", "*": "ALL"}'::json ->> polcmd::text,
            'TO ' || (SELECT string_agg(coalesce(rolname, 'PUBLIC'), ', ' ORDER BY rolname)
                FROM unnest(polroles) AS role LEFT JOIN pg_roles AS r ON r.oid = role),
            'USING ' || pg_get_expr(polqual, polrelid),
            'WITH CHECK ' || pg_get_expr(polwithcheck, polrelid))
        FROM pg_policy WHERE polrelid = relation
--@ table, view
        UNION ALL
        SELECT 'pg_trigger'::regclass, oid, 0, format('trigger %s.%s', name, tgname), concat_ws(' ',
            regexp_replace(pg_get_triggerdef(oid), ' ON ("[^"]*"|[^" ])+', ''),
            CASE tgenabled WHEN 'D' THEN 'DISABLED' ELSE 'ENABLED' END,
            CASE tgenabled WHEN 'A' THEN 'ALWAYS' WHEN 'R' THEN 'REPLICA' END)
        FROM pg_trigger WHERE tgrelid IN (relation, query) AND NOT tgisinternal
--@ table
        UNION ALL
        SELECT 0, 0, 0, 'row-level security of ' || name,
            CASE WHEN relforcerowsecurity THEN 'forced' ELSE 'enabled' END
        FROM pg_class WHERE oid = relation AND relrowsecurity
--@ function, procedure
        UNION ALL
        SELECT 'pg_proc'::regclass, oid, 0, kind || ' ' || name,
            regexp_replace(split_part(pg_get_functiondef(oid), E'\nAS ', 1), '^.*?\n (?=RETURNS |LANGUAGE )', '')
        FROM pg_proc WHERE oid = routine AND prokind <> 'a'
--@ function, procedure
        UNION ALL
        SELECT 0, 0, 0, format('arguments of %s %s', kind, name), pg_get_function_arguments(oid)
        FROM pg_proc WHERE oid = routine AND prokind <> 'a'
--@ function, procedure
        UNION ALL
        SELECT 0, 0, 0, format('body of %s %s', kind, name), prosrc
        FROM pg_proc WHERE oid = routine AND prokind <> 'a'
--@ aggregate
        UNION ALL
        SELECT 'pg_proc'::regclass, p.oid, 0, 'aggregate ' || name, concat_ws(' ',
            aggtransfn::regprocedure, format_type(aggtranstype, NULL), 'INITCOND ' || agginitval,
            'FINALFUNC ' || nullif(aggfinalfn::oid, 0)::regprocedure,
            'COMBINEFUNC ' || nullif(aggcombinefn::oid, 0)::regprocedure,
            'PARALLEL ' || nullif(proparallel, 'u')::text)
        FROM pg_aggregate JOIN pg_proc AS p ON p.oid = aggfnoid WHERE p.oid = routine
--@ enum
        UNION ALL
        SELECT 'pg_type'::regclass, enumtypid, 0, 'enum ' || name, array_agg(enumlabel ORDER BY enumsortorder)::text
        FROM pg_enum WHERE kind = 'enum' AND enumtypid = id GROUP BY enumtypid
--@ domain
        UNION ALL
        SELECT 'pg_type'::regclass, oid, 0, 'domain ' || name, concat_ws(' ', format_type(typbasetype, typtypmod),
            'COLLATE ' || (SELECT collname FROM pg_collation WHERE oid = typcollation AND collname <> 'default'),
            CASE WHEN typnotnull THEN 'NOT NULL' END,
            'DEFAULT ' || pg_get_expr(typdefaultbin, 0))
        FROM pg_type WHERE kind = 'domain' AND oid = id
--@ domain
        UNION ALL
        SELECT 'pg_constraint'::regclass, oid, 0, format('constraint %s.%s', name, conname), pg_get_constraintdef(oid)
        FROM pg_constraint WHERE kind = 'domain' AND contypid = id AND contype = 'c'
--@ composite type
        UNION ALL
        SELECT 'pg_type'::regclass, oid, 0, 'composite type ' || name, NULL
        FROM pg_type WHERE kind = 'composite type' AND oid = id
--@ sequence
        UNION ALL
        SELECT 'pg_class'::regclass, seqrelid, 0, 'sequence ' || name, concat_ws(' ', format_type(seqtypid, NULL),
            'START', seqstart, 'INCREMENT', seqincrement, 'MINVALUE', seqmin, 'MAXVALUE', seqmax,
            'CACHE', seqcache, CASE WHEN seqcycle THEN 'CYCLE' END)
        FROM pg_sequence WHERE kind = 'sequence' AND seqrelid = id
--@ sequence
        UNION ALL
        SELECT 0, 0, 0, 'owner of sequence ' || name, format('%s.%s.%s', nspname, relname, attname)
        FROM pg_depend JOIN pg_class AS c ON c.oid = refobjid JOIN pg_namespace AS n ON n.oid = relnamespace
        JOIN pg_attribute ON attrelid = refobjid AND attnum = refobjsubid
        WHERE kind = 'sequence' AND classid = 'pg_class'::regclass AND objid = id
        AND refclassid = 'pg_class'::regclass AND deptype = 'a'
--@ sequence
        UNION ALL
        SELECT 0, 0, 0, 'persistence of sequence ' || name, 'unlogged'
        FROM pg_class WHERE kind = 'sequence' AND oid = id AND relpersistence = 'u'
--@ schema
        UNION ALL
        SELECT 'pg_namespace'::regclass, id, 0, 'schema ' || name, NULL WHERE kind = 'schema'
--@ extension
        UNION ALL
        SELECT 'pg_extension'::regclass, e.oid, 0, 'extension ' || name, 'in ' || nspname
        FROM pg_extension AS e JOIN pg_namespace AS n ON n.oid = extnamespace
        WHERE kind = 'extension' AND e.oid = id
--@ publication
        UNION ALL
        SELECT 'pg_publication'::regclass, oid, 0, 'publication ' || name, concat_ws(' ',
            CASE WHEN puballtables THEN 'all tables' END,
            CASE WHEN pubinsert THEN 'insert' END, CASE WHEN pubupdate THEN 'update' END,
            CASE WHEN pubdelete THEN 'delete' END, CASE WHEN pubtruncate THEN 'truncate' END,
            CASE WHEN pubviaroot THEN 'via root' END)
        FROM pg_publication WHERE kind = 'publication' AND oid = id
--@ publication
        UNION ALL
        -- As JSON, for PostgreSQL has these columns since 15.
        SELECT 0, 0, 0, format('table %I.%I in publication %s', nspname, relname, name),
            coalesce(nullif(concat_ws(' ',
                '(' || (SELECT string_agg(attname, ', ' ORDER BY attname COLLATE "C") FROM pg_attribute
                    WHERE attrelid = prrelid AND of -> 'prattrs' @> to_jsonb(attnum)) || ')',
                CASE WHEN of ->> 'prqual' IS NOT NULL THEN 'some rows' END), ''), 'whole')
        FROM (SELECT prrelid, to_jsonb(p) AS of FROM pg_publication_rel AS p
            WHERE kind = 'publication' AND prpubid = id) AS r
        JOIN pg_class AS c ON c.oid = prrelid JOIN pg_namespace AS n ON n.oid = relnamespace
--@ publication
        UNION ALL
        SELECT 0, 0, 0, format('schema %I in publication %s', nspname, name), 'whole'
        FROM pg_depend AS p JOIN pg_depend AS s USING (classid, objid)
        JOIN pg_namespace AS n ON n.oid = s.refobjid
        WHERE kind = 'publication' AND classid = to_regclass('pg_publication_namespace')
        AND p.refclassid = 'pg_publication'::regclass AND p.refobjid = id
        AND s.refclassid = 'pg_namespace'::regclass
--@ event trigger
        UNION ALL
        SELECT 'pg_event_trigger'::regclass, e.oid, 0, 'event trigger ' || name, concat_ws(' ', evtevent,
            array_to_string(evttags, ', '), format('%I.%I', nspname, proname),
            CASE evtenabled WHEN 'D' THEN 'DISABLED' WHEN 'A' THEN 'ALWAYS' WHEN 'R' THEN 'REPLICA' END)
        FROM pg_event_trigger AS e JOIN pg_proc AS p ON p.oid = evtfoid
        JOIN pg_namespace AS n ON n.oid = pronamespace
        WHERE kind = 'event trigger' AND e.oid = id
--@ default privileges
        UNION ALL
        SELECT 0, 0, 0, format('default privileges%s on %s%s to %s', creator,
            '{"r": "tables", "S": "sequences", "f": "functions", "T": "types", "n": "schemas"}'::json
                ->> defaclobjtype::text,
            ' in ' || nspname, coalesce(g.rolname, 'PUBLIC')),
            string_agg(privilege_type, ', ' ORDER BY privilege_type COLLATE "C")
        FROM pg_default_acl JOIN pg_roles AS r ON r.oid = defaclrole
        LEFT JOIN pg_namespace AS n ON n.oid = defaclnamespace,
        unnest(ARRAY[' of ' || r.rolname, CASE WHEN r.rolname = current_user THEN '' END]) AS creator,
        aclexplode(defaclacl) LEFT JOIN pg_roles AS g ON g.oid = grantee
        WHERE kind = 'default privileges' AND creator IS NOT NULL
        GROUP BY creator, defaclobjtype, nspname, g.rolname
--@ ownership
        UNION ALL
        SELECT 0, 0, 0, format('ownership of %s %s', kind, name), pg_get_userbyid(owner) FROM (
            SELECT '{table, view, materialized view, sequence}'::text[] AS kinds, oid, relowner FROM pg_class
            UNION ALL SELECT '{enum, domain, composite type}', oid, typowner FROM pg_type
            UNION ALL SELECT '{function, procedure, aggregate}', oid, proowner FROM pg_proc
            UNION ALL SELECT '{schema}', oid, nspowner FROM pg_namespace
            UNION ALL SELECT '{publication}', oid, pubowner FROM pg_publication
            UNION ALL SELECT '{event trigger}', oid, evtowner FROM pg_event_trigger
        ) AS o (kinds, oid, owner) WHERE kind = ANY (kinds) AND oid = id
--@ ownership
        UNION ALL
        SELECT 0, 0, 0, format('ownership of statistics %I.%s', nspname, stxname), pg_get_userbyid(stxowner)
        FROM pg_statistic_ext AS s JOIN pg_namespace AS n ON n.oid = stxnamespace
        WHERE kind = 'table' AND stxrelid = id OR kind = 'statistics' AND s.oid = id
--@ ownership
        UNION ALL
        SELECT 0, 0, 0, format('ownership of partition %s.%s', name, relname), pg_get_userbyid(relowner)
        FROM pg_partition_tree(CASE kind WHEN 'table' THEN id END) AS p JOIN pg_class ON oid = p.relid
        WHERE p.level > 0
--@ extension
        UNION ALL
        SELECT 0, 0, 0, format('setting %s of role %s', split_part(setting, '=', 1), rolname),
            substr(setting, strpos(setting, '=') + 1)
        FROM pg_db_role_setting JOIN pg_roles AS r ON r.oid = setrole, unnest(setconfig) AS setting
        WHERE kind = 'extension'
        AND setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())
--@
--@ index, statistics
        UNION ALL
        -- By themselves they are here when they must be gone, and have nothing to compare.
        SELECT 0, 0::oid, 0, kind, name WHERE false
--@ table, view, materialized view, function, procedure, aggregate, schema, domain, composite type, sequence
    ), privilege (grantee, is_owner, privilege) AS (
        SELECT grantee, grantee = owner, concat(privilege_type,
            ' (' || string_agg(DISTINCT attname::text COLLATE "C", ', ') || ')',
            CASE WHEN bool_or(is_grantable) THEN ' WITH GRANT OPTION' END)
        FROM (
--@ table, view, materialized view, composite type
            UNION ALL
            SELECT 'r'::"char", relowner, relacl, NULL FROM pg_class WHERE oid = relation
--@ table, view, materialized view, composite type
            UNION ALL
            SELECT 'c'::"char", relowner, attacl, attname FROM pg_class AS c JOIN pg_attribute ON attrelid = c.oid
            WHERE attrelid = relation AND NOT attisdropped
--@ function, procedure, aggregate
            UNION ALL
            SELECT 'f'::"char", proowner, proacl, NULL FROM pg_proc WHERE oid = routine
--@ schema
            UNION ALL
            SELECT 'n'::"char", nspowner, nspacl, NULL FROM pg_namespace WHERE kind = 'schema' AND oid = id
--@ domain, composite type
            UNION ALL
            SELECT 'T'::"char", typowner, typacl, NULL FROM pg_type
            WHERE kind IN ('domain', 'composite type') AND oid = id
--@ sequence
            UNION ALL
            SELECT 's'::"char", relowner, relacl, NULL FROM pg_class WHERE kind = 'sequence' AND oid = id
--@ table, view, materialized view, function, procedure, aggregate, schema, domain, composite type, sequence
        ) AS o (type, owner, acl, attname), aclexplode(coalesce(acl, acldefault(type, owner)))
        GROUP BY grantee, owner, privilege_type, attname IS NULL
--@
    )
    SELECT object, fact FROM part
--@ table, view, materialized view, function, procedure, aggregate, schema, domain, composite type, sequence
    UNION ALL
    SELECT format('grant on %s %s to %s', kind, name, coalesce(rolname, 'PUBLIC')),
        CASE WHEN is_owner THEN 'everything'
            ELSE string_agg(privilege, ', ' ORDER BY privilege COLLATE "C") END
    FROM privilege LEFT JOIN pg_roles ON oid = grantee GROUP BY rolname, is_owner
--@
    UNION ALL
    SELECT 'comment on ' || object, description
    FROM part JOIN pg_description ON (classoid, objoid, objsubid) = (part.class, part.id, part.place);
END
$facts$;

DO $verify$
DECLARE
    expected record;
    statement text;
    namespace text;
    found_id oid;
    twin_id oid;
    complete boolean;
    problems text[] := '{}';
BEGIN
    -- What a definition leaves unqualified means what it meant in the migration, and never a twin.
    PERFORM set_config('search_path', current_setting('search_path') || ', pg_temp', true);

    FOR expected IN SELECT * FROM pg_temp.voxanne_expected LOOP
    BEGIN
        found_id := pg_temp.voxanne_find(expected.kind, expected.name);
        IF found_id IS NULL OR expected.state = 'dropped' THEN
            IF found_id IS NOT NULL THEN
                problems := problems || format('%s %s is still there', expected.kind, expected.name);
            ELSIF expected.state = 'optional' THEN
                RAISE NOTICE '% % is queued: this database does not have it', expected.kind, expected.name;
            ELSIF expected.state <> 'dropped' THEN
                problems := problems || format('%s %s is missing', expected.kind, expected.name);
            END IF;
            CONTINUE;
        END IF;

        complete := true;
        FOR statement IN SELECT regexp_split_to_table(
            trim(E'\n' FROM expected.twin),
            CASE expected.kind WHEN 'table' THEN E'(?<=;)\n(?=CREATE |ALTER )' ELSE '$^' END
        ) LOOP
        BEGIN
            EXECUTE statement;
        EXCEPTION WHEN OTHERS THEN
            complete := false;
            problems := problems || format('%s %s cannot be compared: %s: %s',
                expected.kind, expected.name, rtrim(split_part(statement, E'\n', 1), ' (;'), SQLERRM);
            EXIT WHEN statement LIKE 'CREATE TABLE %';
        END;
        END LOOP;

        -- From here on PostgreSQL writes every name of ours with its schema.
        PERFORM set_config('search_path', 'pg_catalog, pg_temp', true);
        namespace := substring(expected.name, '^((?:"(?:[^"]|"")*"|[^".])+)\.');
        twin_id := pg_temp.voxanne_find(
            expected.kind, 'pg_temp' || substr(expected.name, length(namespace) + 1));
        problems := problems || ARRAY(
            WITH declared AS (
                SELECT * FROM pg_temp.voxanne_facts(expected.kind, expected.name, namespace, twin_id)
                WHERE object !~ '^grant '
--@ ownership
                AND object !~ '^ownership '
--@
                -- A twin is temporary, and cannot show that a table is unlogged.
                AND NOT (object ~ '^table ' AND ARRAY[object] <@ expected.facts)
                AND (expected.state <> 'existing' OR object !~ '^(table|view|materialized view|column|order) ')
                UNION ALL
                SELECT expected.facts[n][1], expected.facts[n][2]
                FROM generate_subscripts(expected.facts, 1) AS n
            ), found AS (
                SELECT * FROM pg_temp.voxanne_facts(expected.kind, expected.name, namespace, found_id)
            )
            SELECT object || CASE
                WHEN found.fact IS NULL THEN ' is missing'
                WHEN length(concat(declared.fact, found.fact)) > 500 THEN ' is different'
                ELSE regexp_replace(
                    format(': expected %s, found %s', coalesce(declared.fact, 'nothing'), found.fact),
                    '\s*\n\s*', ' ', 'g')
            END
            FROM declared FULL JOIN found USING (object)
            WHERE declared.fact IS DISTINCT FROM found.fact
            -- The owner may do everything anyway; the order matters among the same columns.
            AND NOT (object ~ '^grant ' AND found.fact IS NOT DISTINCT FROM 'everything')
            AND NOT (object ~ '^order ' AND length(declared.fact) <> length(found.fact))
--@ ownership
            -- What nobody is said to own belongs to whoever made it.
            AND (object !~ '^ownership ' OR declared.object IS NOT NULL)
--@
            AND (declared.object IS NOT NULL OR complete AND (
                expected.state = 'created'
                OR expected.state = 'altered' AND object ~ '^(column|parents|table .* in|schema .* in) '))
            ORDER BY object COLLATE "C"
        );
        RAISE EXCEPTION USING ERRCODE = 'VX000', MESSAGE = 'Away with the twin.';
    EXCEPTION
        WHEN SQLSTATE 'VX000' THEN NULL;
        -- The type of an argument is missing, or its schema.
        WHEN undefined_object OR invalid_schema_name THEN
            IF expected.state <> 'dropped' THEN
                problems := problems || format('%s %s is missing: %s', expected.kind, expected.name, SQLERRM);
            END IF;
        WHEN OTHERS THEN
            problems := problems || format('%s %s cannot be compared: %s',
                expected.kind, expected.name, SQLERRM);
    END;
    END LOOP;

    IF problems <> '{}' THEN
        RAISE EXCEPTION USING
            ERRCODE = 'VX001',
            MESSAGE = array_to_string(current_setting('voxanne.verifies') || ' does not hold:' || problems, E'\n'),
            HINT = 'Bring the database back to the definitions, or change these and generate a migration.';
    END IF;
END;
$verify$;

ROLLBACK;
