//! What is said of objects that the model has: by which index a table is clustered, what its owner gave up,
//! comments on what is a part of something else.

use super::Part;
use super::of_partitions::ENABLED;
use crate::introspect::scope::Scope;

/// A query each.
pub(super) fn parts(scope: &Scope) -> Vec<Part> {
    let mut parts = vec![
        clustering(scope),
        replica_identity(scope),
        comment_on_index(scope),
        comment_on_check(scope),
        default_of_view(scope),
        trigger_of_view(scope),
        privileges_on_type(scope),
    ];
    parts.extend(given_up(scope));
    parts
}

/// The grants in a list of privileges, in its order, without those of the owner and without some others.
pub(super) fn given(words: &str, name: &str, list: &str, owner: &str, without: &str) -> String {
    format!(
        "(SELECT string_agg(format('GRANT %s ON {words} %s TO %s%s;', g.privileges, {name}, g.grantee,
                CASE WHEN g.is_grantable THEN ' WITH GRANT OPTION' END), E'\\n' ORDER BY g.place)
            FROM (SELECT coalesce(quote_ident(r.rolname), 'PUBLIC') AS grantee, x.is_grantable, min(x.place) AS place,
                    string_agg(x.privilege_type, ', ' ORDER BY x.privilege_type) AS privileges
                FROM aclexplode({list}) WITH ORDINALITY AS x (grantor, grantee, privilege_type, is_grantable, place)
                    LEFT JOIN pg_roles AS r ON r.oid = x.grantee
                WHERE x.grantee <> {owner}{without} GROUP BY r.rolname, x.is_grantable) AS g)"
    )
}

fn of_indexes(scope: &Scope, which: &str) -> String {
    format!(
        "FROM pg_index AS i JOIN pg_class AS o ON o.oid = i.indexrelid JOIN pg_class AS c ON c.oid = i.indrelid
    JOIN pg_namespace AS n ON n.oid = c.relnamespace
    LEFT JOIN pg_constraint AS k ON k.conindid = o.oid AND k.contype IN ('p', 'u', 'x')
WHERE {which} AND {} AND {}",
        scope.reads("n.nspname"),
        scope.own("pg_class", "c.oid"),
    )
}

fn about_index(name: &'static str, create: &str, end: &'static str, from: String) -> Part {
    Part {
        index: "o.oid",
        key: "k.conname",
        ..Part::new("pg_class", "0::oid", name, create.to_owned(), end, from).of("c.oid")
    }
}

fn clustering(scope: &Scope) -> Part {
    about_index(
        "format('clustering of %s.%s', n.nspname, c.relname)",
        "format('ALTER TABLE %I.%I CLUSTER ON %I;', n.nspname, c.relname, o.relname)",
        "format('ALTER TABLE %I.%I SET WITHOUT CLUSTER;', n.nspname, c.relname)",
        of_indexes(scope, "i.indisclustered"),
    )
}

/// Of an index that no constraint owns, the index says so itself.
fn replica_identity(scope: &Scope) -> Part {
    about_index(
        "format('replica identity of %s.%s', n.nspname, c.relname)",
        "format('ALTER TABLE ONLY %I.%I REPLICA IDENTITY USING INDEX %I;', n.nspname, c.relname, o.relname)",
        "format('ALTER TABLE ONLY %I.%I REPLICA IDENTITY DEFAULT;', n.nspname, c.relname)",
        of_indexes(
            scope,
            "i.indisreplident AND c.relreplident = 'i' AND (k.oid IS NOT NULL OR c.relispartition)",
        ),
    )
}

/// The comment on the index of a constraint, which is none on the constraint.
fn comment_on_index(scope: &Scope) -> Part {
    about_index(
        "format('comment on index %s.%s', n.nspname, o.relname)",
        "format('COMMENT ON INDEX %I.%I IS ', n.nspname, o.relname) || quote_literal(obj_description(o.oid, 'pg_class')) || ';'",
        "format('COMMENT ON INDEX %I.%I IS NULL;', n.nspname, o.relname)",
        of_indexes(
            scope,
            "k.oid IS NOT NULL AND NOT c.relispartition AND obj_description(o.oid, 'pg_class') IS NOT NULL",
        ),
    )
}

fn comment_on_check(scope: &Scope) -> Part {
    let create = "format('COMMENT ON CONSTRAINT %I ON DOMAIN %I.%I IS ', o.conname, n.nspname, t.typname)
            || quote_literal(obj_description(o.oid, 'pg_constraint')) || ';'";
    let part = Part::new(
        "pg_type",
        "0::oid",
        "format('comment on constraint %s of domain %s.%s', o.conname, n.nspname, t.typname)",
        create.to_owned(),
        "format('COMMENT ON CONSTRAINT %I ON DOMAIN %I.%I IS NULL;', o.conname, n.nspname, t.typname)",
        format!(
            "FROM pg_constraint AS o JOIN pg_type AS t ON t.oid = o.contypid JOIN pg_namespace AS n ON n.oid = t.typnamespace
WHERE obj_description(o.oid, 'pg_constraint') IS NOT NULL AND {} AND {}",
            scope.reads("n.nspname"),
            scope.own("pg_type", "t.oid"),
        ),
    );
    Part {
        about: "t.oid",
        ..part
    }
}

fn default_of_view(scope: &Scope) -> Part {
    let create =
        "format(E'ALTER VIEW %I.%I\\n    ALTER COLUMN %I SET DEFAULT %s;', n.nspname, c.relname, a.attname,
        pg_get_expr(o.adbin, o.adrelid))";
    Part::new(
        "pg_attrdef",
        "o.oid",
        "format('default of column %s of %s.%s', a.attname, n.nspname, c.relname)",
        create.to_owned(),
        "format(E'ALTER VIEW %I.%I\\n    ALTER COLUMN %I DROP DEFAULT;', n.nspname, c.relname, a.attname)",
        format!(
            "FROM pg_attrdef AS o JOIN pg_class AS c ON c.oid = o.adrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
    JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = o.adnum
WHERE c.relkind = 'v' AND {} AND {}",
            scope.reads("n.nspname"),
            scope.own("pg_class", "c.oid"),
        ),
    )
    .of("c.oid")
}

/// A trigger of a view that fires once a statement.
fn trigger_of_view(scope: &Scope) -> Part {
    Part::new(
        "pg_trigger",
        "o.oid",
        "format('trigger %s on %s.%s', o.tgname, n.nspname, c.relname)",
        format!("pg_get_triggerdef(o.oid), {ENABLED}"),
        "format('DROP TRIGGER %I ON %I.%I;', o.tgname, n.nspname, c.relname)",
        format!(
            "FROM pg_trigger AS o JOIN pg_class AS c ON c.oid = o.tgrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind = 'v' AND NOT o.tgisinternal AND o.tgtype & 64 = 0 AND {} AND {}",
            scope.reads("n.nspname"),
            scope.own("pg_class", "c.oid"),
        ),
    )
    .of("c.oid")
}

/// Everybody may use a type, unless somebody said otherwise. Of domains and composite types the grants say it.
fn privileges_on_type(scope: &Scope) -> Part {
    let grants = given(
        "TYPE",
        "format('%I.%I', n.nspname, o.typname)",
        "o.typacl",
        "o.typowner",
        " AND (x.grantee <> 0 OR x.is_grantable)",
    );
    let create = format!(
        "CASE WHEN NOT EXISTS (SELECT FROM aclexplode(o.typacl) AS x WHERE x.grantee = 0)
            THEN format('REVOKE ALL ON TYPE %I.%I FROM PUBLIC;', n.nspname, o.typname) END, {grants}"
    );
    let part = Part::new(
        "pg_type",
        "0::oid",
        "format('privileges on type %s.%s', n.nspname, o.typname)",
        create,
        "(SELECT format('REVOKE ALL ON TYPE %I.%I FROM %s;', n.nspname, o.typname,
                string_agg(DISTINCT quote_ident(r.rolname), ', '))
            FROM aclexplode(o.typacl) AS x JOIN pg_roles AS r ON r.oid = x.grantee WHERE x.grantee <> o.typowner
            HAVING count(*) > 0),
        format('GRANT USAGE ON TYPE %I.%I TO PUBLIC;', n.nspname, o.typname)",
        format!(
            "FROM pg_type AS o JOIN pg_namespace AS n ON n.oid = o.typnamespace
WHERE o.typtype IN ('e', 'r') AND {} AND {}
    AND NOT (o.typacl @> acldefault('T', o.typowner) AND o.typacl <@ acldefault('T', o.typowner))",
            scope.reads("n.nspname"),
            scope.own("pg_type", "o.oid"),
        ),
    );
    Part {
        about: "o.oid",
        ..part
    }
}

/// What an owner has by itself and gave up, which a dump tells.
fn given_up(scope: &Scope) -> [Part; 2] {
    let of = |verb: &str, preposition: &str, what: &str, list: &str, default: &str, owner: &str| {
        format!(
            "(SELECT format('{verb} %s ON %s {preposition} %I;', string_agg(d.privilege_type, ', ' ORDER BY d.privilege_type),
                {what}, pg_get_userbyid({owner}))
            FROM aclexplode({default}) AS d WHERE d.grantee = {owner} AND NOT EXISTS (SELECT FROM aclexplode({list}) AS x
                WHERE x.grantee = d.grantee AND x.privilege_type = d.privilege_type) HAVING count(*) > 0)"
        )
    };
    let which = |list: &str, default: &str, owner: &str| {
        format!(
            "{list} IS NOT NULL AND EXISTS (SELECT FROM aclexplode({default}) AS d WHERE d.grantee = {owner}
        AND NOT EXISTS (SELECT FROM aclexplode({list}) AS x
            WHERE x.grantee = d.grantee AND x.privilege_type = d.privilege_type))"
        )
    };
    let (list, owner) = ("c.relacl", "c.relowner");
    let default = "acldefault(CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::\"char\", c.relowner)";
    let what =
        "format('%s %I.%I', CASE c.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, n.nspname, c.relname)";
    let relations = Part::new(
        "pg_class",
        "0::oid",
        "format('privileges of the owner of %s.%s', n.nspname, c.relname)",
        of("REVOKE", "FROM", what, list, default, owner),
        of("GRANT", "TO", what, list, default, owner),
        format!(
            "FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S') AND {} AND {} AND {}",
            which(list, default, owner),
            scope.reads("n.nspname"),
            scope.own("pg_class", "c.oid"),
        ),
    )
    .of("c.oid");
    let (list, default, owner) = ("o.proacl", "acldefault('f', o.proowner)", "o.proowner");
    let what =
        "format('%s %s', CASE o.prokind WHEN 'p' THEN 'PROCEDURE' ELSE 'FUNCTION' END, o.oid::regprocedure)";
    let routines = Part::new(
        "pg_proc",
        "0::oid",
        "format('privileges of the owner of %s', o.oid::regprocedure)",
        of("REVOKE", "FROM", what, list, default, owner),
        of("GRANT", "TO", what, list, default, owner),
        format!(
            "FROM pg_proc AS o JOIN pg_namespace AS n ON n.oid = o.pronamespace WHERE {} AND {} AND {}",
            which(list, default, owner),
            scope.reads("n.nspname"),
            scope.own("pg_proc", "o.oid"),
        ),
    );
    [
        relations,
        Part {
            about: "o.oid",
            ..routines
        },
    ]
}
