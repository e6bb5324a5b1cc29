//! Privileges: of everybody but the owner, whole objects and columns, one object a role.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use voxanne_schema::Platform;
use voxanne_schema::model::{self, GrantTarget, Grantee, Privilege, PrivilegeScope};
use voxanne_schema::name::Name;
use voxanne_schema::object::ObjectId;

use super::Introspect;
use crate::error::Error;
use crate::introspect::found::Found;
use crate::introspect::names::class;
use crate::introspect::scope::Scope;

#[derive(Deserialize)]
pub(in crate::introspect) struct Grant {
    class: u32,
    oid: u32,
    name: Option<Name>,
    /// `PUBLIC` is null.
    grantee: Option<Name>,
    owner: bool,
    place: u16,
    privileges: Vec<Given>,
}

#[derive(Deserialize)]
struct Given {
    privilege: String,
    column: Option<Name>,
    grantable: bool,
}

/// Each object with a list of privileges: its catalog, its own condition, and what it has where nobody said.
fn objects(scope: &Scope) -> String {
    let relations = format!(
        "SELECT 1259 AS class, c.oid, NULL::name AS name, c.relowner AS owner, NULL::name AS column,
        coalesce(c.relacl, acldefault(CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::\"char\", c.relowner)) AS acl
    FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S') AND c.relacl IS NOT NULL AND {} AND {}
    UNION ALL SELECT 1259, c.oid, NULL, c.relowner, a.attname, a.attacl
    FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v', 'm') AND a.attacl IS NOT NULL AND NOT a.attisdropped AND {} AND {}",
        scope.reads("n.nspname"),
        own_relation(),
        scope.reads("n.nspname"),
        own_relation(),
    );
    let routines = format!(
        "SELECT 1255, p.oid, NULL, p.proowner, NULL, coalesce(p.proacl, acldefault('f', p.proowner))
    FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace WHERE {} AND {}",
        scope.reads("n.nspname"),
        scope.own("pg_proc", "p.oid"),
    );
    let types = format!(
        "SELECT 1247, t.oid, NULL, t.typowner, NULL, coalesce(t.typacl, acldefault('T', t.typowner))
    FROM pg_type AS t JOIN pg_namespace AS n ON n.oid = t.typnamespace LEFT JOIN pg_class AS c ON c.oid = t.typrelid
    WHERE (t.typtype = 'd' OR c.relkind = 'c' OR t.typtype = 'e' AND NOT (t.typacl @> acldefault('T', t.typowner) AND t.typacl <@ acldefault('T', t.typowner))) AND {} AND {}",
        scope.reads("n.nspname"),
        scope.own("pg_type", "t.oid"),
    );
    let namespaces = format!(
        "SELECT 2615, n.oid, n.nspname, n.nspowner, NULL, n.nspacl
    FROM pg_namespace AS n WHERE n.nspacl IS NOT NULL AND {} AND {}",
        scope.reads("n.nspname"),
        scope.own("pg_namespace", "n.oid"),
    );
    [relations, routines, types, namespaces].join("\n    UNION ALL ")
}

/// The sequence of an identity column belongs to it, and has privileges of its own all the same.
fn own_relation() -> &'static str {
    "NOT EXISTS (SELECT FROM pg_depend AS brought WHERE brought.classid = 'pg_class'::regclass
        AND brought.objid = c.oid AND brought.deptype = 'e')"
}

impl Introspect for model::Grant {
    type Row = Grant;

    fn query(scope: &Scope) -> String {
        format!(
            "SELECT o.class, o.oid::int8 AS oid, o.name, r.rolname AS grantee, x.grantee = o.owner AS owner,
    rank() OVER (PARTITION BY o.class, o.oid, o.name, x.grantee = o.owner ORDER BY min(x.place)) - 1 AS place,
    json_agg(json_build_object('privilege', x.privilege_type, 'column', o.column, 'grantable', x.is_grantable)
        ORDER BY x.privilege_type, o.column) AS privileges
FROM ({}) AS o CROSS JOIN LATERAL aclexplode(o.acl) WITH ORDINALITY AS x (grantor, grantee, privilege_type, is_grantable, place)
    LEFT JOIN pg_roles AS r ON r.oid = x.grantee
GROUP BY o.class, o.oid, o.name, x.grantee, r.rolname, o.owner",
            objects(scope)
        )
    }

    fn read(row: Grant, found: &mut Found) -> Result<(), Error> {
        let Some(on) = target(&row, found) else {
            return Ok(());
        };
        let grantee = row.grantee.map_or(Grantee::Public, Grantee::Role);
        let of_what_is_there = matches!(on, GrantTarget::Namespace(_)) || found.has_or_holds(&on.object());
        // What has no form itself is named as a whole.
        if row.owner || !of_what_is_there {
            return Ok(());
        }
        let place = format!("{on} to {grantee}");
        let mut privileges: BTreeMap<Privilege, PrivilegeScope> = BTreeMap::new();
        let mut grantable = BTreeSet::new();
        for given in row.privileges {
            let Some(privilege) = privilege(&given.privilege) else {
                found.name(format!("privilege {}", given.privilege), place.clone());
                continue;
            };
            if given.grantable {
                grantable.insert(privilege);
            }
            add(&mut privileges, privilege, given.column, &place, found);
        }
        let grant = Self {
            grantable,
            place: row.place,
            on,
            grantee,
            privileges,
        };
        if grant.privileges.is_empty() || is_of_platform(&grant, found.options.platform) {
            return Ok(());
        }
        found.add(grant)
    }
}

fn add(
    to: &mut BTreeMap<Privilege, PrivilegeScope>,
    privilege: Privilege,
    column: Option<Name>,
    place: &str,
    found: &mut Found,
) {
    match (to.get_mut(&privilege), column) {
        (Some(PrivilegeScope::Columns(columns)), Some(column)) => columns.push(column),
        (None, Some(column)) => {
            to.insert(privilege, PrivilegeScope::Columns(vec![column]));
        }
        (None, None) => {
            to.insert(privilege, PrivilegeScope::Whole);
        }
        (Some(scope), column) => {
            found.name("privilege on columns and on the whole", place);
            if column.is_none() {
                *scope = PrivilegeScope::Whole;
            }
        }
    }
}

/// What privileges are on; none where the model has no form for it, which is named.
fn target(row: &Grant, found: &mut Found) -> Option<GrantTarget> {
    if let Some(name) = &row.name {
        return Some(GrantTarget::Namespace(name.clone()));
    }
    let id = match row.class {
        class::RELATION => found.names.relation_id(row.oid),
        class::PROC => found.names.routine_id(row.oid),
        _ => found.names.type_id(row.oid),
    }?;
    Some(match id {
        ObjectId::Table(name) => GrantTarget::Table(name),
        ObjectId::View(name) => GrantTarget::View(name),
        ObjectId::MaterializedView(name) => GrantTarget::MaterializedView(name),
        ObjectId::Sequence(name) => GrantTarget::Sequence(name),
        ObjectId::Function(signature) => GrantTarget::Function(signature),
        ObjectId::Procedure(signature) => GrantTarget::Procedure(Box::new(signature)),
        ObjectId::Aggregate(signature) => GrantTarget::Aggregate(Box::new(signature)),
        ObjectId::Domain(name) => GrantTarget::Domain(name),
        ObjectId::Composite(name) => GrantTarget::Composite(name),
        // Those on enums and partitions are carried as SQL.
        _ => return None,
    })
}

/// A privilege by PostgreSQL's word for it.
pub(super) fn privilege(word: &str) -> Option<Privilege> {
    Some(match word {
        "SELECT" => Privilege::Select,
        "INSERT" => Privilege::Insert,
        "UPDATE" => Privilege::Update,
        "DELETE" => Privilege::Delete,
        "TRUNCATE" => Privilege::Truncate,
        "REFERENCES" => Privilege::References,
        "TRIGGER" => Privilege::Trigger,
        "MAINTAIN" => Privilege::Maintain,
        "EXECUTE" => Privilege::Execute,
        "USAGE" => Privilege::Usage,
        "CREATE" => Privilege::Create,
        _ => return None,
    })
}

/// Whether every database of the platform has it.
fn is_of_platform(grant: &model::Grant, platform: Platform) -> bool {
    let usage = [(Privilege::Usage, PrivilegeScope::Whole)].into();
    let of_all = match &grant.grantee {
        Grantee::Public => true,
        Grantee::Role(name) => platform.api_roles().iter().any(|role| role.name == *name),
    };
    of_all && grant.on == GrantTarget::Namespace(Name::new("public")) && grant.privileges == usage
}
