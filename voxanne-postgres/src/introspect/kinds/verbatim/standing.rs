//! What stands by itself: rules, operators, casts, collations, range types, text search, foreign data.

use super::{Part, comment, owner};
use crate::introspect::scope::Scope;

/// A query a kind.
pub(super) fn parts(scope: &Scope) -> Vec<Part> {
    vec![
        collation(scope),
        range(scope),
        operator(scope),
        cast(scope),
        dictionary(scope),
        configuration(scope),
        server(scope),
        foreign_table(scope),
        rule(scope),
    ]
}

/// `FROM` a catalog whose objects stand in a namespace.
fn within(scope: &Scope, catalog: &str, namespace: &str) -> String {
    format!(
        "FROM {catalog} AS o JOIN pg_namespace AS n ON n.oid = o.{namespace} WHERE {} AND {}",
        scope.reads("n.nspname"),
        scope.own(catalog, "o.oid"),
    )
}

/// What ICU calls a locale has stood in three columns so far.
fn collation(scope: &Scope) -> Part {
    let name = "format('%I.%I', n.nspname, o.collname)";
    let create = format!(
        "format('CREATE COLLATION %s (%s%s%s);', {name},
        CASE o.collprovider
            WHEN 'i' THEN format('provider = icu, locale = %L', coalesce(to_jsonb(o)->>'colllocale',
                to_jsonb(o)->>'colliculocale', o.collcollate::text))
            WHEN 'b' THEN format('provider = builtin, locale = %L', to_jsonb(o)->>'colllocale')
            ELSE format('provider = libc, lc_collate = %L, lc_ctype = %L', o.collcollate, o.collctype) END,
        CASE WHEN NOT o.collisdeterministic THEN ', deterministic = false' END,
        ', rules = ' || quote_literal(to_jsonb(o)->>'collicurules')), {}, {}",
        owner("COLLATION", name, "o.collowner"),
        comment("COLLATION", name, "o.oid", "pg_collation"),
    );
    Part::new(
        "pg_collation",
        "o.oid",
        "format('collation %s.%s', n.nspname, o.collname)",
        create,
        "format('DROP COLLATION %I.%I;', n.nspname, o.collname)",
        within(scope, "pg_collation", "collnamespace"),
    )
}

fn range(scope: &Scope) -> Part {
    let name = "format('%I.%I', n.nspname, o.typname)";
    let create = format!(
        "(SELECT format(E'CREATE TYPE %s AS RANGE (\\n    subtype = %s%s%s%s,\\n    multirange_type_name = %s\\n);', {name},
            format_type(g.rngsubtype, NULL),
            (SELECT format(E',\\n    subtype_opclass = %I.%I', cn.nspname, c.opcname) FROM pg_opclass AS c
                JOIN pg_namespace AS cn ON cn.oid = c.opcnamespace WHERE c.oid = g.rngsubopc AND NOT c.opcdefault),
            (SELECT format(E',\\n    collation = %I.%I', cn.nspname, c.collname) FROM pg_collation AS c
                JOIN pg_namespace AS cn ON cn.oid = c.collnamespace JOIN pg_type AS s ON s.oid = g.rngsubtype
                WHERE c.oid = g.rngcollation AND c.oid <> s.typcollation),
            CASE WHEN g.rngsubdiff <> 0 THEN format(E',\\n    subtype_diff = %s', g.rngsubdiff) END,
            format_type(g.rngmultitypid, NULL))
        FROM pg_range AS g WHERE g.rngtypid = o.oid), {}, {}",
        owner("TYPE", name, "o.typowner"),
        comment("TYPE", name, "o.oid", "pg_type"),
    );
    let from = within(scope, "pg_type", "typnamespace");
    Part::new(
        "pg_type",
        "o.oid",
        "format('range type %s.%s', n.nspname, o.typname)",
        create,
        "format('DROP TYPE %I.%I;', n.nspname, o.typname)",
        format!("{from} AND o.typtype = 'r'"),
    )
}

fn operator(scope: &Scope) -> Part {
    let sides = "CASE WHEN o.oprleft = 0 THEN 'NONE' ELSE format_type(o.oprleft, NULL) END,
        CASE WHEN o.oprright = 0 THEN 'NONE' ELSE format_type(o.oprright, NULL) END";
    let name = format!("format('%I.%s (%s, %s)', n.nspname, o.oprname, {sides})");
    let other = |word: &str, column: &str| {
        format!(
            "(SELECT format(E',\\n    {word} = OPERATOR(%I.%s)', xn.nspname, x.oprname) FROM pg_operator AS x
            JOIN pg_namespace AS xn ON xn.oid = x.oprnamespace WHERE x.oid = o.{column})"
        )
    };
    let create = format!(
        "concat(format(E'CREATE OPERATOR %I.%s (\\n    FUNCTION = %s', n.nspname, o.oprname, o.oprcode),
            CASE WHEN o.oprleft <> 0 THEN E',\\n    LEFTARG = ' || format_type(o.oprleft, NULL) END,
            CASE WHEN o.oprright <> 0 THEN E',\\n    RIGHTARG = ' || format_type(o.oprright, NULL) END,
            {}, {},
            CASE WHEN o.oprrest <> 0 THEN E',\\n    RESTRICT = ' || o.oprrest::text END,
            CASE WHEN o.oprjoin <> 0 THEN E',\\n    JOIN = ' || o.oprjoin::text END,
            CASE WHEN o.oprcanhash THEN E',\\n    HASHES' END,
            CASE WHEN o.oprcanmerge THEN E',\\n    MERGES' END, E'\\n);'), {}, {}",
        other("COMMUTATOR", "oprcom"),
        other("NEGATOR", "oprnegate"),
        owner("OPERATOR", &name, "o.oprowner"),
        comment("OPERATOR", &name, "o.oid", "pg_operator"),
    );
    let from = within(scope, "pg_operator", "oprnamespace");
    Part::new(
        "pg_operator",
        "o.oid",
        "format('operator %s.%s (%s, %s)', n.nspname, o.oprname,
        CASE WHEN o.oprleft = 0 THEN 'NONE' ELSE format_type(o.oprleft, NULL) END,
        CASE WHEN o.oprright = 0 THEN 'NONE' ELSE format_type(o.oprright, NULL) END)",
        create,
        "format('DROP OPERATOR %I.%s (%s, %s);', n.nspname, o.oprname,
        CASE WHEN o.oprleft = 0 THEN 'NONE' ELSE format_type(o.oprleft, NULL) END,
        CASE WHEN o.oprright = 0 THEN 'NONE' ELSE format_type(o.oprright, NULL) END)",
        format!("{from} AND o.oprcode <> 0"),
    )
}

fn cast(scope: &Scope) -> Part {
    let name = "format('(%s AS %s)', format_type(o.castsource, NULL), format_type(o.casttarget, NULL))";
    let create = format!(
        "concat('CREATE CAST ', {name}, CASE o.castmethod WHEN 'f' THEN format(' WITH FUNCTION %s', o.castfunc::regprocedure)
            WHEN 'i' THEN ' WITH INOUT' ELSE ' WITHOUT FUNCTION' END,
            CASE o.castcontext WHEN 'a' THEN ' AS ASSIGNMENT' WHEN 'i' THEN ' AS IMPLICIT' END, ';'), {}",
        comment("CAST", name, "o.oid", "pg_cast"),
    );
    Part::new(
        "pg_cast",
        "o.oid",
        "format('cast %s AS %s', format_type(o.castsource, NULL), format_type(o.casttarget, NULL))",
        create,
        "format('DROP CAST (%s AS %s);', format_type(o.castsource, NULL), format_type(o.casttarget, NULL))",
        format!(
            "FROM pg_cast AS o WHERE o.oid >= 16384 AND {}",
            scope.own("pg_cast", "o.oid")
        ),
    )
}

fn dictionary(scope: &Scope) -> Part {
    let name = "format('%I.%I', n.nspname, o.dictname)";
    let create = format!(
        "(SELECT format(E'CREATE TEXT SEARCH DICTIONARY %s (\\n    TEMPLATE = %I.%I%s\\n);', {name}, tn.nspname,
            t.tmplname, E',\\n    ' || o.dictinitoption)
        FROM pg_ts_template AS t JOIN pg_namespace AS tn ON tn.oid = t.tmplnamespace WHERE t.oid = o.dicttemplate), {}, {}",
        owner("TEXT SEARCH DICTIONARY", name, "o.dictowner"),
        comment("TEXT SEARCH DICTIONARY", name, "o.oid", "pg_ts_dict"),
    );
    Part::new(
        "pg_ts_dict",
        "o.oid",
        "format('text search dictionary %s.%s', n.nspname, o.dictname)",
        create,
        "format('DROP TEXT SEARCH DICTIONARY %I.%I;', n.nspname, o.dictname)",
        within(scope, "pg_ts_dict", "dictnamespace"),
    )
}

fn configuration(scope: &Scope) -> Part {
    let name = "format('%I.%I', n.nspname, o.cfgname)";
    let create = format!(
        "(SELECT format(E'CREATE TEXT SEARCH CONFIGURATION %s (\\n    PARSER = %I.%I\\n);', {name}, pn.nspname, p.prsname)
            FROM pg_ts_parser AS p JOIN pg_namespace AS pn ON pn.oid = p.prsnamespace WHERE p.oid = o.cfgparser),
        (SELECT string_agg(k.sql, E'\\n' ORDER BY k.maptokentype) FROM (SELECT m.maptokentype,
                format(E'ALTER TEXT SEARCH CONFIGURATION %s\\n    ADD MAPPING FOR %I WITH %s;', {name},
                    (SELECT alias FROM ts_token_type(o.cfgparser) WHERE tokid = m.maptokentype),
                    string_agg(m.mapdict::regdictionary::text, ', ' ORDER BY m.mapseqno)) AS sql
            FROM pg_ts_config_map AS m WHERE m.mapcfg = o.oid GROUP BY m.maptokentype) AS k), {}, {}",
        owner("TEXT SEARCH CONFIGURATION", name, "o.cfgowner"),
        comment("TEXT SEARCH CONFIGURATION", name, "o.oid", "pg_ts_config"),
    );
    Part::new(
        "pg_ts_config",
        "o.oid",
        "format('text search configuration %s.%s', n.nspname, o.cfgname)",
        create,
        "format('DROP TEXT SEARCH CONFIGURATION %I.%I;', n.nspname, o.cfgname)",
        within(scope, "pg_ts_config", "cfgnamespace"),
    )
}

/// `OPTIONS (…)` of foreign data, as an expression that is null where there are none.
fn foreign_options(column: &str) -> String {
    format!(
        "(SELECT format(' OPTIONS (%s)', string_agg(format('%I %L', option_name, option_value), ', '))
            FROM pg_options_to_table({column}) HAVING count(*) > 0)"
    )
}

fn server(scope: &Scope) -> Part {
    let name = "quote_ident(o.srvname)";
    let create = format!(
        "concat('CREATE SERVER ', {name}, ' TYPE ' || quote_literal(o.srvtype), ' VERSION ' || quote_literal(o.srvversion),
            (SELECT format(' FOREIGN DATA WRAPPER %I', w.fdwname) FROM pg_foreign_data_wrapper AS w WHERE w.oid = o.srvfdw),
            {}, ';'), {}, {}",
        foreign_options("o.srvoptions"),
        owner("SERVER", name, "o.srvowner"),
        comment("SERVER", name, "o.oid", "pg_foreign_server"),
    );
    Part::new(
        "pg_foreign_server",
        "o.oid",
        "format('foreign server %s', o.srvname)",
        create,
        "format('DROP SERVER %I;', o.srvname)",
        format!(
            "FROM pg_foreign_server AS o WHERE {}",
            scope.own("pg_foreign_server", "o.oid")
        ),
    )
}

fn foreign_table(scope: &Scope) -> Part {
    let name = "format('%I.%I', n.nspname, o.relname)";
    let create = format!(
        "(SELECT format(E'CREATE FOREIGN TABLE %s (%s\\n) SERVER %I%s;', {name},
            (SELECT string_agg(concat(E'\\n    ', quote_ident(a.attname), ' ', format_type(a.atttypid, a.atttypmod), {},
                    (SELECT format(CASE WHEN a.attgenerated = '' THEN ' DEFAULT %s'
                        ELSE ' GENERATED ALWAYS AS (%s) STORED' END, pg_get_expr(d.adbin, d.adrelid))
                        FROM pg_attrdef AS d WHERE d.adrelid = a.attrelid AND d.adnum = a.attnum),
                    CASE WHEN a.attnotnull THEN ' NOT NULL' END), ',' ORDER BY a.attnum)
                || coalesce((SELECT string_agg(format(E',\\n    CONSTRAINT %I %s', k.conname, pg_get_constraintdef(k.oid)), ''
                    ORDER BY k.conname) FROM pg_constraint AS k WHERE k.conrelid = o.oid AND k.contype = 'c'), '')
                FROM pg_attribute AS a WHERE a.attrelid = o.oid AND a.attnum > 0 AND NOT a.attisdropped),
            s.srvname, {})
        FROM pg_foreign_table AS f JOIN pg_foreign_server AS s ON s.oid = f.ftserver WHERE f.ftrelid = o.oid), {}, {}",
        foreign_options("a.attfdwoptions"),
        foreign_options("f.ftoptions"),
        owner("FOREIGN TABLE", name, "o.relowner"),
        comment("FOREIGN TABLE", name, "o.oid", "pg_class"),
    );
    let from = within(scope, "pg_class", "relnamespace");
    Part::new(
        "pg_class",
        "o.oid",
        "format('foreign table %s.%s', n.nspname, o.relname)",
        create,
        "format('DROP FOREIGN TABLE %I.%I;', n.nspname, o.relname)",
        format!("{from} AND o.relkind = 'f' AND NOT o.relispartition"),
    )
}

fn rule(scope: &Scope) -> Part {
    let create =
        "pg_get_ruledef(o.oid), CASE WHEN o.ev_enabled <> 'O' THEN format('ALTER TABLE %I.%I %s RULE %I;',
        n.nspname, c.relname, CASE o.ev_enabled WHEN 'D' THEN 'DISABLE' WHEN 'R' THEN 'ENABLE REPLICA'
            ELSE 'ENABLE ALWAYS' END, o.rulename) END";
    Part::new(
        "pg_rewrite",
        "o.oid",
        "format('rule %s on %s.%s', o.rulename, n.nspname, c.relname)",
        create.to_owned(),
        "format('DROP RULE %I ON %I.%I;', o.rulename, n.nspname, c.relname)",
        format!(
            "FROM pg_rewrite AS o JOIN pg_class AS c ON c.oid = o.ev_class JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE o.rulename <> '_RETURN' AND {} AND {} AND {}",
            scope.reads("n.nspname"),
            scope.own("pg_class", "c.oid"),
            scope.own("pg_rewrite", "o.oid"),
        ),
    )
    .of("c.oid")
}
