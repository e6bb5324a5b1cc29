//! What a partition has of its own: indexes, constraints, triggers, policies, privileges and words about its
//! columns. What it has from its table is the table's.

use super::{Part, comment};
use crate::introspect::scope::Scope;

/// `FROM` the partitions, with a catalog of their parts.
fn of_partitions(scope: &Scope, parts: &str, on: &str, which: &str) -> String {
    format!(
        "FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace JOIN {parts} AS o ON {on}
WHERE c.relispartition AND c.relkind IN ('r', 'p') AND {which} AND {} AND {}",
        scope.reads("n.nspname"),
        scope.own("pg_class", "c.oid"),
    )
}

/// Indexes, on which others may stand.
pub(super) fn indexes(scope: &Scope) -> Vec<Part> {
    let from = format!(
        "FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace JOIN pg_index AS i ON i.indrelid = c.oid
    JOIN pg_class AS o ON o.oid = i.indexrelid
WHERE c.relispartition AND c.relkind IN ('r', 'p') AND i.indisvalid AND {} AND {}
    AND NOT EXISTS (SELECT FROM pg_inherits AS h WHERE h.inhrelid = o.oid)
    AND NOT EXISTS (SELECT FROM pg_constraint AS k WHERE k.conindid = o.oid AND k.contype IN ('p', 'u', 'x'))",
        scope.reads("n.nspname"),
        scope.own("pg_class", "c.oid"),
    );
    let name = "format('%I.%I', n.nspname, o.relname)";
    let create = format!(
        "replace(pg_get_indexdef(o.oid), ' ON ONLY ', ' ON '), {}",
        comment("INDEX", name, "o.oid", "pg_class")
    );
    vec![
        Part::new(
            "pg_class",
            "o.oid",
            "format('index %s.%s', n.nspname, o.relname)",
            create,
            "format('DROP INDEX %I.%I;', n.nspname, o.relname)",
            from,
        )
        .of("c.oid"),
    ]
}

/// All else.
pub(super) fn parts(scope: &Scope) -> Vec<Part> {
    vec![
        constraint(scope),
        trigger(scope),
        policy(scope),
        forced(scope),
        replica_identity(scope),
        required(scope),
        default(scope),
        identity(scope),
        privileges(scope),
        elsewhere(scope),
    ]
}

fn constraint(scope: &Scope) -> Part {
    let create = "format(E'ALTER TABLE %I.%I\\n    ADD CONSTRAINT %I %s;', n.nspname, c.relname, o.conname,
        pg_get_constraintdef(o.oid)),
        format('COMMENT ON CONSTRAINT %I ON %I.%I IS ', o.conname, n.nspname, c.relname)
            || quote_literal(obj_description(o.oid, 'pg_constraint')) || ';'";
    Part::new(
        "pg_constraint",
        "o.oid",
        "format('constraint %s on %s.%s', o.conname, n.nspname, c.relname)",
        create.to_owned(),
        "format('ALTER TABLE %I.%I DROP CONSTRAINT %I;', n.nspname, c.relname, o.conname)",
        of_partitions(
            scope,
            "pg_constraint",
            "o.conrelid = c.oid",
            "o.contype IN ('p', 'u', 'x', 'c', 'f') AND o.conparentid = 0 AND o.coninhcount = 0",
        ),
    )
    .of("c.oid")
}

/// In which sessions a trigger fires; null where in those that most do.
pub(super) const ENABLED: &str =
    "CASE WHEN o.tgenabled <> 'O' THEN format('ALTER TABLE %I.%I %s TRIGGER %I;',
        n.nspname, c.relname, CASE o.tgenabled WHEN 'D' THEN 'DISABLE' WHEN 'R' THEN 'ENABLE REPLICA'
            ELSE 'ENABLE ALWAYS' END, o.tgname) END";

fn trigger(scope: &Scope) -> Part {
    Part::new(
        "pg_trigger",
        "o.oid",
        "format('trigger %s on %s.%s', o.tgname, n.nspname, c.relname)",
        format!("pg_get_triggerdef(o.oid), {ENABLED}"),
        "format('DROP TRIGGER %I ON %I.%I;', o.tgname, n.nspname, c.relname)",
        of_partitions(
            scope,
            "pg_trigger",
            "o.tgrelid = c.oid",
            "NOT o.tgisinternal AND o.tgparentid = 0",
        ),
    )
    .of("c.oid")
}

fn policy(scope: &Scope) -> Part {
    let create = "concat(format('CREATE POLICY %I ON %I.%I', o.polname, n.nspname, c.relname),
            CASE WHEN NOT o.polpermissive THEN E'\\n    AS RESTRICTIVE' END,
            CASE o.polcmd WHEN 'r' THEN E'\\n    FOR SELECT' WHEN 'a' THEN E'\\n    FOR INSERT'
                WHEN 'w' THEN E'\\n    FOR UPDATE' WHEN 'd' THEN E'\\n    FOR DELETE' END,
            CASE WHEN o.polroles <> '{0}' THEN (SELECT E'\\n    TO ' || string_agg(quote_ident(r.rolname), ', '
                ORDER BY r.rolname) FROM pg_roles AS r WHERE r.oid = ANY (o.polroles)) END,
            E'\\n    USING (' || pg_get_expr(o.polqual, o.polrelid) || ')',
            E'\\n    WITH CHECK (' || pg_get_expr(o.polwithcheck, o.polrelid) || ')', ';')";
    Part::new(
        "pg_policy",
        "o.oid",
        "format('policy %s on %s.%s', o.polname, n.nspname, c.relname)",
        create.to_owned(),
        "format('DROP POLICY %I ON %I.%I;', o.polname, n.nspname, c.relname)",
        of_partitions(scope, "pg_policy", "o.polrelid = c.oid", "true"),
    )
    .of("c.oid")
}

/// A word about the partition itself, which has no number of its own.
fn word(name: &'static str, create: &str, end: &'static str, scope: &Scope, which: &str) -> Part {
    let from = of_partitions(scope, "pg_inherits", "o.inhrelid = c.oid", which);
    Part::new("pg_class", "0::oid", name, create.to_owned(), end, from).of("c.oid")
}

fn forced(scope: &Scope) -> Part {
    word(
        "format('forced row-level security of %s.%s', n.nspname, c.relname)",
        "format('ALTER TABLE %I.%I FORCE ROW LEVEL SECURITY;', n.nspname, c.relname)",
        "format('ALTER TABLE %I.%I NO FORCE ROW LEVEL SECURITY;', n.nspname, c.relname)",
        scope,
        "c.relforcerowsecurity",
    )
}

fn replica_identity(scope: &Scope) -> Part {
    word(
        "format('replica identity of %s.%s', n.nspname, c.relname)",
        "format('ALTER TABLE ONLY %I.%I REPLICA IDENTITY %s;', n.nspname, c.relname,
        CASE c.relreplident WHEN 'f' THEN 'FULL' ELSE 'NOTHING' END)",
        "format('ALTER TABLE ONLY %I.%I REPLICA IDENTITY DEFAULT;', n.nspname, c.relname)",
        scope,
        "c.relreplident IN ('f', 'n')",
    )
}

/// A column of the partition beside that of its table.
const COLUMNS: &str = "(pg_inherits AS i
        JOIN pg_attribute AS o ON o.attrelid = i.inhrelid AND o.attnum > 0 AND NOT o.attisdropped
        JOIN pg_attribute AS p ON p.attrelid = i.inhparent AND p.attname = o.attname AND NOT p.attisdropped
        LEFT JOIN pg_attrdef AS d ON d.adrelid = o.attrelid AND d.adnum = o.attnum
        LEFT JOIN pg_attrdef AS e ON e.adrelid = p.attrelid AND e.adnum = p.attnum)";

fn of_columns(scope: &Scope, which: &str) -> String {
    format!(
        "FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace JOIN {COLUMNS} ON i.inhrelid = c.oid
WHERE c.relispartition AND c.relkind IN ('r', 'p') AND {which} AND {} AND {}",
        scope.reads("n.nspname"),
        scope.own("pg_class", "c.oid"),
    )
}

fn required(scope: &Scope) -> Part {
    Part::new(
        "pg_class",
        "0::oid",
        "format('required column %s of %s.%s', o.attname, n.nspname, c.relname)",
        "format(E'ALTER TABLE %I.%I\\n    ALTER COLUMN %I SET NOT NULL;', n.nspname, c.relname, o.attname)"
            .to_owned(),
        "format(E'ALTER TABLE %I.%I\\n    ALTER COLUMN %I DROP NOT NULL;', n.nspname, c.relname, o.attname)",
        of_columns(scope, "o.attnotnull AND NOT p.attnotnull"),
    )
    .of("c.oid")
}

/// What the table's column has comes back where the partition's own goes.
fn default(scope: &Scope) -> Part {
    Part::new(
        "pg_attrdef",
        "coalesce(d.oid, 0)",
        "format('default of column %s of %s.%s', o.attname, n.nspname, c.relname)",
        "format(E'ALTER TABLE ONLY %I.%I\\n    ALTER COLUMN %I %s;', n.nspname, c.relname, o.attname,
        coalesce('SET DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), 'DROP DEFAULT'))"
            .to_owned(),
        "format(E'ALTER TABLE ONLY %I.%I\\n    ALTER COLUMN %I %s;', n.nspname, c.relname, o.attname,
        coalesce('SET DEFAULT ' || pg_get_expr(e.adbin, e.adrelid), 'DROP DEFAULT'))",
        of_columns(
            scope,
            "o.attgenerated = '' AND p.attgenerated = ''
    AND pg_get_expr(d.adbin, d.adrelid) IS DISTINCT FROM pg_get_expr(e.adbin, e.adrelid)",
        ),
    )
    .of("c.oid")
}

/// The identity of a table that became a partition, until PostgreSQL 16.
fn identity(scope: &Scope) -> Part {
    let create = "(SELECT format(E'ALTER TABLE %I.%I\\n    ALTER COLUMN %I ADD GENERATED %s AS IDENTITY (SEQUENCE NAME %I.%I START WITH %s INCREMENT BY %s MINVALUE %s MAXVALUE %s CACHE %s%s);',
            n.nspname, c.relname, o.attname, CASE o.attidentity WHEN 'a' THEN 'ALWAYS' ELSE 'BY DEFAULT' END,
            sn.nspname, s.relname, q.seqstart, q.seqincrement, q.seqmin, q.seqmax, q.seqcache,
            CASE WHEN q.seqcycle THEN ' CYCLE' END)
        FROM pg_sequence AS q JOIN pg_class AS s ON s.oid = q.seqrelid JOIN pg_namespace AS sn ON sn.oid = s.relnamespace
        WHERE s.oid = pg_get_serial_sequence(format('%I.%I', n.nspname, c.relname), o.attname)::regclass)";
    Part::new(
        "pg_class",
        "0::oid",
        "format('identity of column %s of %s.%s', o.attname, n.nspname, c.relname)",
        create.to_owned(),
        "format(E'ALTER TABLE %I.%I\\n    ALTER COLUMN %I DROP IDENTITY;', n.nspname, c.relname, o.attname)",
        of_columns(scope, "o.attidentity <> '' AND p.attidentity = ''"),
    )
    .of("c.oid")
}

/// Of a partition nobody but its owner has any, unless somebody gave them.
fn privileges(scope: &Scope) -> Part {
    let create = super::about::given(
        "TABLE",
        "format('%I.%I', n.nspname, c.relname)",
        "c.relacl",
        "c.relowner",
        "",
    );
    word(
        "format('privileges on %s.%s', n.nspname, c.relname)",
        &create,
        "(SELECT format('REVOKE ALL ON TABLE %I.%I FROM %s;', n.nspname, c.relname,
            string_agg(DISTINCT coalesce(quote_ident(r.rolname), 'PUBLIC'), ', '))
        FROM aclexplode(c.relacl) AS x LEFT JOIN pg_roles AS r ON r.oid = x.grantee WHERE x.grantee <> c.relowner)",
        scope,
        "EXISTS (SELECT FROM aclexplode(c.relacl) AS x WHERE x.grantee <> c.relowner)",
    )
}

/// The comment on a partition in another namespace than that of its table.
fn elsewhere(scope: &Scope) -> Part {
    let mut part = word(
        "format('comment on %s.%s', n.nspname, c.relname)",
        &comment(
            "TABLE",
            "format('%I.%I', n.nspname, c.relname)",
            "c.oid",
            "pg_class",
        ),
        "format('COMMENT ON TABLE %I.%I IS NULL;', n.nspname, c.relname)",
        scope,
        "obj_description(c.oid, 'pg_class') IS NOT NULL",
    );
    part.from.push_str(
        "
    AND c.relnamespace <> (SELECT r.relnamespace FROM pg_class AS r WHERE r.oid = pg_partition_root(c.oid))",
    );
    part
}
