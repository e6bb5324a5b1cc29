//! Policies.

use serde::Deserialize;
use voxanne_schema::model::{self, Command, Grantee, Permissiveness};
use voxanne_schema::name::Name;

use super::{Introspect, strange};
use crate::error::Error;
use crate::introspect::found::Found;
use crate::introspect::names::class;
use crate::introspect::scope::Scope;

#[derive(Deserialize)]
pub(in crate::introspect) struct Policy {
    oid: u32,
    table: u32,
    name: Name,
    permissive: bool,
    command: char,
    /// `PUBLIC` is null.
    roles: Vec<Option<Name>>,
    using: Option<String>,
    with_check: Option<String>,
}

impl Introspect for model::Policy {
    type Row = Policy;

    fn query(scope: &Scope) -> String {
        format!(
            r#"SELECT p.oid::int8 AS oid, p.polrelid::int8 AS "table", p.polname AS name, p.polpermissive AS permissive,
    p.polcmd AS command, ARRAY(SELECT r.rolname FROM unnest(p.polroles) AS o (role)
        LEFT JOIN pg_roles AS r ON r.oid = o.role) AS roles,
    pg_get_expr(p.polqual, p.polrelid) AS using, pg_get_expr(p.polwithcheck, p.polrelid) AS with_check
FROM pg_policy AS p JOIN pg_class AS c ON c.oid = p.polrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE {} AND {}"#,
            scope.reads("n.nspname"),
            scope.own("pg_class", "c.oid"),
        )
    }

    fn read(row: Policy, found: &mut Found) -> Result<(), Error> {
        if found.names.is_partition(row.table) {
            // It is carried as SQL.
            return Ok(());
        }
        let mut roles: Vec<Grantee> = row
            .roles
            .into_iter()
            .map(|role| role.map_or(Grantee::Public, Grantee::Role))
            .collect();
        roles.sort();
        let expression = |sql: String| found.expression(class::POLICY, row.oid, &sql);
        let policy = Self {
            table: found.names.relation_name(row.table)?,
            name: row.name,
            permissiveness: if row.permissive {
                Permissiveness::Permissive
            } else {
                Permissiveness::Restrictive
            },
            command: match row.command {
                '*' => Command::All,
                'r' => Command::Select,
                'a' => Command::Insert,
                'w' => Command::Update,
                'd' => Command::Delete,
                other => return Err(strange("the command of a policy", other)),
            },
            roles,
            using: row.using.map(expression),
            with_check: row.with_check.map(expression),
        };
        found.add(policy)
    }
}
