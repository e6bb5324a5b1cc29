//! The parts of `GRANT` and `REVOKE`.

use std::collections::BTreeMap;

use voxanne_schema::model::{GrantTarget, Grantee, Privilege, PrivilegeScope};
use voxanne_schema::object::ObjectKind;

use super::function::{routine, signature};
use super::ident::{columns, ident, qualified};

/// A role, or `PUBLIC`.
#[must_use]
pub fn grantee(grantee: &Grantee) -> String {
    match grantee {
        Grantee::Public => "PUBLIC".to_owned(),
        Grantee::Role(name) => ident(name).into_owned(),
    }
}

/// `TABLE public.contacts`, as GRANT, REVOKE and COMMENT name it.
#[must_use]
pub fn grant_target(target: &GrantTarget) -> String {
    match target {
        GrantTarget::Namespace(name) => text!["SCHEMA ", ident(name)],
        GrantTarget::Table(name) | GrantTarget::View(name) | GrantTarget::MaterializedView(name) => {
            text!["TABLE ", qualified(name)]
        }
        GrantTarget::Function(function) => text!["FUNCTION ", signature(function)],
        GrantTarget::Aggregate(aggregate) => text!["FUNCTION ", signature(aggregate)],
        GrantTarget::Procedure(procedure) => routine(ObjectKind::Procedure, procedure),
        GrantTarget::Sequence(name) => text!["SEQUENCE ", qualified(name)],
        GrantTarget::Composite(name) => text!["TYPE ", qualified(name)],
        GrantTarget::Domain(name) => text!["DOMAIN ", qualified(name)],
    }
}

/// `SELECT, UPDATE (name, phone)`
#[must_use]
pub fn privileges(privileges: &BTreeMap<Privilege, PrivilegeScope>) -> String {
    let parts: Vec<String> = privileges
        .iter()
        .map(|(privilege, scope)| match scope {
            PrivilegeScope::Whole => privilege.sql().to_owned(),
            PrivilegeScope::Columns(names) => text![privilege.sql(), " (", columns(names), ")"],
        })
        .collect();
    parts.join(", ")
}
