//! Who gains or loses what by a migration: both states beside each other, for the objects that it
//! touches. What goes with an object that is dropped is no news.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::Serialize;
use voxanne_schema::model::{GrantTarget, Grantee, Privilege, PrivilegeScope, Table};
use voxanne_schema::name::Name;
use voxanne_schema::object::{Object, ObjectId};

use super::rows::{is_for, policies_for};
use super::{COMMANDS, Ground, Rows, access};
use crate::plan::Delta;
use crate::sql::{self, expression};

/// What a role gains or loses on an object, for privileges that fare alike.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AccessChange {
    /// The role, or `PUBLIC`.
    pub role: String,
    /// The privileges, as SQL writes them.
    pub privileges: Vec<&'static str>,
    /// The object, as SQL writes it.
    pub on: String,
    /// What they reached: nothing before they were granted.
    pub before: Option<String>,
    /// What they reach: nothing once they are revoked.
    pub after: Option<String>,
}

impl fmt::Display for AccessChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { role, on, .. } = self;
        let privileges = self.privileges.join(", ");
        let of = |reach: &str| match reach {
            "" => String::new(),
            reach => format!(" ({reach})"),
        };
        match (&self.before, &self.after) {
            (None, None) => Ok(()),
            (None, Some(after)) => write!(f, "{role} gains {privileges} on {on}{}", of(after)),
            (Some(before), None) => write!(f, "{role} loses {privileges} on {on}{}", of(before)),
            (Some(before), Some(after)) if before == after => write!(
                f,
                "{role} reaches other rows with {privileges} on {on} ({after}, under other conditions)"
            ),
            (Some(before), Some(after)) => write!(
                f,
                "{role} reaches other rows with {privileges} on {on} ({after}, before: {before})"
            ),
        }
    }
}

/// The objects on which a migration may change what somebody may do.
#[derive(Debug)]
pub(crate) struct Relations(BTreeSet<GrantTarget>);

impl Relations {
    /// What the changes of a migration touch.
    pub(crate) fn of<'d>(changes: impl IntoIterator<Item = &'d Delta>) -> Self {
        let mut targets = BTreeSet::new();
        for change in changes {
            match change.id() {
                ObjectId::Grant(grant) => targets.insert(grant.on),
                ObjectId::Ownership(of) => match GrantTarget::of(&of) {
                    Some(target) => targets.insert(target),
                    None => continue,
                },
                ObjectId::Policy(member) => targets.insert(GrantTarget::Table(member.table)),
                ObjectId::RowSecurity(table) => targets.insert(GrantTarget::Table(table)),
                _ => continue,
            };
        }
        Self(targets)
    }
}

/// What a privilege reaches.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Scope {
    /// In words; none where the privilege is for the whole of an object without rows.
    words: String,
    /// The conditions of the policies, where the words do not say which rows these are.
    conditions: Vec<String>,
}

/// What everybody reaches of some objects.
#[derive(Debug, Default)]
pub(crate) struct Reach {
    scopes: BTreeMap<(GrantTarget, Grantee), BTreeMap<Privilege, Scope>>,
    /// Those of the objects that are there.
    present: BTreeSet<GrantTarget>,
}

impl Reach {
    /// What everybody reaches of these objects in one state.
    pub(crate) fn of(relations: &Relations, ground: Ground<'_>) -> Self {
        let mut reach = Self::default();
        for target in &relations.0 {
            if ground.schema.contains(&target.object()) {
                reach.present.insert(target.clone());
            }
            for role in roles(ground, target) {
                let scopes = scopes(ground, target, &role);
                reach.scopes.insert((target.clone(), role), scopes);
            }
        }
        reach
    }

    /// What differs in a later state.
    pub(crate) fn changes(&self, later: &Self) -> Vec<AccessChange> {
        let nothing = BTreeMap::new();
        let pairs: BTreeSet<_> = self.scopes.keys().chain(later.scopes.keys()).collect();
        let mut changes: Vec<AccessChange> = Vec::new();
        for pair in pairs {
            let (target, role) = pair;
            // What a role could do with an object that is gone went with it.
            if !later.present.contains(target) && self.present.contains(target) {
                continue;
            }
            let (before, after) = (
                self.scopes.get(pair).unwrap_or(&nothing),
                later.scopes.get(pair).unwrap_or(&nothing),
            );
            let first = changes.len();
            let privileges: BTreeSet<&Privilege> = before.keys().chain(after.keys()).collect();
            for privilege in privileges {
                let (before, after) = (before.get(privilege), after.get(privilege));
                if before == after {
                    continue;
                }
                let words = |scope: Option<&Scope>| scope.map(|scope| scope.words.clone());
                let (before, after) = (words(before), words(after));
                let alike = changes[first..]
                    .iter_mut()
                    .find(|change| change.before == before && change.after == after);
                match alike {
                    Some(change) => change.privileges.push(privilege.sql()),
                    None => changes.push(AccessChange {
                        role: sql::grantee(role),
                        privileges: vec![privilege.sql()],
                        on: on(target),
                        before,
                        after,
                    }),
                }
            }
        }
        changes
    }
}

/// Whoever an object belongs or is granted to, or a policy on it is for.
fn roles(ground: Ground<'_>, target: &GrantTarget) -> BTreeSet<Grantee> {
    let granted = ground.schema.grants_on(target);
    let mut roles: BTreeSet<Grantee> = granted.map(|grant| grant.grantee.clone()).collect();
    let owner = ground.owner(target.object());
    roles.extend(owner.cloned().map(Grantee::Role));
    if let GrantTarget::Table(table) = target {
        let policies = ground.schema.policies_of(table);
        roles.extend(policies.flat_map(|policy| policy.roles.iter().cloned()));
    }
    roles
}

/// What a role reaches of an object, by its own grant and by that of everybody.
fn scopes(ground: Ground<'_>, target: &GrantTarget, role: &Grantee) -> BTreeMap<Privilege, Scope> {
    let object = ground.schema.get(&target.object());
    let grants = ground.schema.grants_on(target);
    let scope = |privilege, scope: &PrivilegeScope| match object {
        Some(Object::Table(table)) => of_rows(ground, table, role, privilege, scope),
        _ => Some(whole(scope)),
    };
    if ground.is_owner(target.object(), role) {
        // What only newer servers know would be said of every owner.
        let all = target
            .privileges()
            .iter()
            .filter(|privilege| **privilege != Privilege::Maintain);
        let all = all.filter_map(|&privilege| Some((privilege, scope(privilege, &PrivilegeScope::Whole)?)));
        return all.collect();
    }
    grants
        .filter(|grant| is_for(&grant.grantee, role))
        .flat_map(|grant| &grant.privileges)
        .filter_map(|(&privilege, of)| Some((privilege, scope(privilege, of)?)))
        .collect()
}

/// An object as a sentence names it: what is like a table by its name alone.
fn on(target: &GrantTarget) -> String {
    match target {
        GrantTarget::Namespace(name) => format!("schema {}", sql::ident(name)),
        GrantTarget::Function(signature) => format!("function {}", sql::signature(signature)),
        GrantTarget::Procedure(procedure) => format!("procedure {}", sql::signature(procedure)),
        GrantTarget::Aggregate(aggregate) => format!("aggregate {}", sql::signature(aggregate)),
        GrantTarget::Sequence(name) => format!("sequence {}", sql::qualified(name)),
        GrantTarget::Composite(name) => format!("type {}", sql::qualified(name)),
        GrantTarget::Domain(name) => format!("domain {}", sql::qualified(name)),
        GrantTarget::Table(name) | GrantTarget::View(name) | GrantTarget::MaterializedView(name) => {
            sql::qualified(name)
        }
    }
}

fn whole(scope: &PrivilegeScope) -> Scope {
    Scope {
        words: match scope {
            PrivilegeScope::Whole => String::new(),
            PrivilegeScope::Columns(names) => columns(names),
        },
        conditions: Vec::new(),
    }
}

fn columns(names: &[Name]) -> String {
    format!("columns {}", sql::columns(names))
}

/// What a privilege on a table reaches; nothing where the role does not even reach the namespace.
fn of_rows(
    ground: Ground<'_>,
    table: &Table,
    role: &Grantee,
    privilege: Privilege,
    scope: &PrivilegeScope,
) -> Option<Scope> {
    let Some(command) = COMMANDS.into_iter().find(|(_, of)| *of == privilege) else {
        return Some(whole(scope));
    };
    let access = access(ground, table, role, command);
    if access.rows == Rows::NotGranted {
        return None;
    }
    let mut words = match access.rows {
        Rows::All => "all rows".to_owned(),
        rows => rows.label().to_owned(),
    };
    if !access.columns.is_empty() {
        words.push_str("; ");
        words.push_str(&columns(&access.columns));
    }
    let telling = matches!(access.rows, Rows::ByPolicy | Rows::PartOfOwnTenant);
    let conditions = policies_for(ground, table, role, command.0)
        .filter(|_| telling)
        .flat_map(|policy| [&policy.using, &policy.with_check])
        .flatten()
        .map(expression);
    Some(Scope {
        words,
        conditions: conditions.collect(),
    })
}
