//! Row-level-security policies.

use serde::{Deserialize, Serialize};

use super::{Grantee, Member};
use crate::expression::Expression;
use crate::name::{Name, QualifiedName};
use crate::object::{Dependencies, Describe, Owner};

/// A policy on a table.
///
/// <https://www.postgresql.org/docs/15/sql-createpolicy.html>
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    /// The table.
    pub table: QualifiedName,
    /// Its name.
    pub name: Name,
    /// Whether it opens or narrows.
    pub permissiveness: Permissiveness,
    /// Which command it is for.
    pub command: Command,
    /// For whom, sorted.
    pub roles: Vec<Grantee>,
    /// Which existing rows are visible.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub using: Option<Expression>,
    /// Which new rows are accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub with_check: Option<Expression>,
}

/// Whether a policy opens or narrows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Permissiveness {
    /// Any permissive policy that holds lets a row through.
    Permissive,
    /// Every restrictive policy must hold as well.
    Restrictive,
}

/// The command that a policy is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// All of them.
    All,
    /// `SELECT`
    Select,
    /// `INSERT`
    Insert,
    /// `UPDATE`
    Update,
    /// `DELETE`
    Delete,
}

impl Command {
    /// The command as SQL writes it.
    #[must_use]
    pub const fn sql(self) -> &'static str {
        match self {
            Self::All => "ALL",
            Self::Select => "SELECT",
            Self::Insert => "INSERT",
            Self::Update => "UPDATE",
            Self::Delete => "DELETE",
        }
    }

    /// Whether existing rows are looked at, so that `USING` is allowed.
    #[must_use]
    pub const fn reads_rows(self) -> bool {
        !matches!(self, Self::Insert)
    }

    /// Whether new rows are made, so that `WITH CHECK` is allowed.
    #[must_use]
    pub const fn writes_rows(self) -> bool {
        matches!(self, Self::All | Self::Insert | Self::Update)
    }
}

impl Describe for Policy {
    type Id = Member;

    const KEYWORDS: &'static str = "POLICY";

    fn id(&self) -> Member {
        Member::new(self.table.clone(), self.name.clone())
    }

    fn name(&self) -> Option<&Name> {
        Some(&self.name)
    }

    fn name_mut(&mut self) -> Option<&mut Name> {
        Some(&mut self.name)
    }

    fn form(_noun: &str) -> &'static str {
        "`r.policy(\"…\")`"
    }

    fn owner(&self) -> Option<Owner<'_>> {
        Some(Owner::Table(&self.table))
    }

    fn dependencies(&self, into: &mut Dependencies) {
        into.table(&self.table);
        for role in &self.roles {
            role.dependencies(into);
        }
        for expression in self.using.iter().chain(&self.with_check) {
            for column in expression.columns() {
                into.column(&self.table, column);
            }
            expression.dependencies(into);
        }
    }
}
