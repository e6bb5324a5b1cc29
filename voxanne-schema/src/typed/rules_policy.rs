//! Policies and grants in rules.

use std::collections::BTreeMap;
use std::marker::PhantomData;

use super::commands::PolicyCommand;
use super::role::RoleList;
use super::rules::FormerKind;
use super::{ColumnsOf, Condition, RuleSet, Table};
use crate::model::{Command, Grant, GrantTarget, Permissiveness, Policy, Privilege, PrivilegeScope};
use crate::name::{Name, default_name};

/// A policy that is being said.
#[derive(Debug)]
pub struct PolicyRule<'r> {
    set: &'r mut RuleSet,
}

impl<'r> PolicyRule<'r> {
    pub(crate) fn new(set: &'r mut RuleSet, name: &str) -> Self {
        set.policies.push(Policy {
            table: set.table.clone(),
            name: Name::new(name),
            permissiveness: Permissiveness::Permissive,
            command: Command::All,
            roles: Vec::new(),
            using: None,
            with_check: None,
        });
        Self { set }
    }

    pub(crate) fn for_command(set: &'r mut RuleSet, command: Command) -> Self {
        let name = default_name(set.table.name.as_str(), "", suffix(command));
        Self::new(set, name.as_str()).change(|policy| policy.command = command)
    }

    fn change(self, change: impl FnOnce(&mut Policy)) -> Self {
        if let Some(policy) = self.set.policies.last_mut() {
            change(policy);
        }
        self
    }

    /// What the policy was called before. May stay once the rename is done.
    pub fn renamed_from(self, name: &str) -> Self {
        self.set.renamed_from(FormerKind::Policy, name);
        self
    }

    /// The command that it is for; all of them when left out.
    pub fn on<C: PolicyCommand>(self, _command: C) -> Self {
        self.change(|policy| policy.command = C::COMMAND)
    }

    /// For whom. Always said, never implied.
    pub fn to(self, roles: impl RoleList) -> Self {
        self.change(|policy| {
            policy.roles = roles.roles();
            policy.roles.sort();
            policy.roles.dedup();
        })
    }

    /// Which rows are visible. Stable calls are evaluated once a query. Where the command writes
    /// rows and no `.with_check(…)` is said, new rows must satisfy it as well.
    pub fn using(self, condition: impl Condition) -> Self {
        let condition = self.set.own(condition.condition()).evaluated_once();
        self.change(|policy| policy.using = Some(condition))
    }

    /// Which new rows are accepted.
    pub fn with_check(self, condition: impl Condition) -> Self {
        let condition = self.set.own(condition.condition()).evaluated_once();
        self.change(|policy| policy.with_check = Some(condition))
    }

    /// It narrows what other policies open.
    pub fn restrictive(self) -> Self {
        self.change(|policy| policy.permissiveness = Permissiveness::Restrictive)
    }
}

const fn suffix(command: Command) -> &'static str {
    match command {
        Command::All => "all",
        Command::Select => "select",
        Command::Insert => "insert",
        Command::Update => "update",
        Command::Delete => "delete",
    }
}

/// Privileges that are being granted.
#[derive(Debug)]
pub struct GrantRule<'r, T> {
    set: &'r mut RuleSet,
    privileges: BTreeMap<Privilege, PrivilegeScope>,
    marker: PhantomData<fn() -> T>,
}

impl<'r, T: Table> GrantRule<'r, T> {
    pub(crate) fn new(set: &'r mut RuleSet, privileges: Vec<Privilege>) -> Self {
        Self {
            set,
            privileges: privileges
                .into_iter()
                .map(|p| (p, PrivilegeScope::Whole))
                .collect(),
            marker: PhantomData,
        }
    }

    /// On these columns alone.
    pub fn columns(mut self, columns: impl ColumnsOf<T>) -> Self {
        let columns = columns.names();
        for scope in self.privileges.values_mut() {
            *scope = PrivilegeScope::Columns(columns.clone());
        }
        self
    }

    /// To whom.
    pub fn to(self, roles: impl RoleList) {
        let on = GrantTarget::Table(self.set.table.clone());
        for grantee in roles.roles() {
            let same = self.set.grants.iter_mut().find(|grant| grant.grantee == grantee);
            if let Some(grant) = same {
                grant.privileges.extend(self.privileges.clone());
            } else {
                self.set.grants.push(Grant {
                    place: 0,
                    grantable: Default::default(),
                    on: on.clone(),
                    grantee,
                    privileges: self.privileges.clone(),
                });
            }
        }
    }
}
